// What must stand in the environment before a program's libraries are loaded.
#pragma once

namespace fido {

// Lets waiting OpenMP threads sleep after some microseconds instead of spinning for milliseconds: as fast on an idle
// machine, and many times faster on one that has other work (docs/adr/0006). libgomp reads it when it is loaded, so the
// caller replaces the process (exec) after a true. False where it stands already, or the user has chosen a policy.
bool set_thread_waiting();

}  // namespace fido
