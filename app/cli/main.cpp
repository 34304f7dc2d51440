// fidoscope-cli: the command line.
#include "app/cli/program.h"

int main(int argc, char** argv) { return fido::cli::run_program(argc, argv); }
