<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>CommandText</name>
    <message>
        <source>Open a photo and choose a classifier first.</source>
        <translation>Öffne zuerst ein Foto und wähle einen Klassifikator.</translation>
    </message>
    <message>
        <source>The picture has no file that a command could name. Save it, and open the file.</source>
        <translation>Das Bild hat keine Datei, die ein Befehl nennen könnte. Speichere es und öffne die Datei.</translation>
    </message>
    <message>
        <source>The run is to be given a painted mask, and there is none.</source>
        <translation>Der Lauf soll eine gemalte Maske bekommen, und es gibt keine.</translation>
    </message>
</context>
<context>
    <name>EvaluationPlan</name>
    <message>
        <source>%1 is not what an evaluation writes.</source>
        <translation>%1 ist nichts, was eine Auswertung schreibt.</translation>
    </message>
    <message>
        <source>Choose a folder of photos.</source>
        <translation>Wähle einen Ordner mit Fotos.</translation>
    </message>
    <message>
        <source>%1 is no folder. Choose one that holds the photos.</source>
        <translation>%1 ist kein Ordner. Wähle den mit den Fotos.</translation>
    </message>
    <message>
        <source>Choose the CSV file with the photos&apos; classes and boxes: image,label_0based,x0,y0,x1,y1.</source>
        <translation>Wähle die CSV-Datei mit Klassen und Kästen der Fotos: image,label_0based,x0,y0,x1,y1.</translation>
    </message>
    <message>
        <source>%1 is no file. Choose the CSV file with the photos&apos; classes and boxes.</source>
        <translation>%1 ist keine Datei. Wähle die CSV-Datei mit Klassen und Kästen der Fotos.</translation>
    </message>
    <message>
        <source>Choose a classifier.</source>
        <translation>Wähle einen Klassifikator.</translation>
    </message>
    <message>
        <source>Tick at least one method.</source>
        <translation>Kreuze mindestens ein Verfahren an.</translation>
    </message>
    <message>
        <source>Where the photos lie is not kept in the folder: choose them at the left.</source>
        <translation>Wo die Fotos liegen, steht nicht im Ordner: Wähle sie links.</translation>
    </message>
    <message>
        <source>Where the boxes lie is not kept in the folder: choose the CSV file at the left.</source>
        <translation>Wo die Kästen liegen, steht nicht im Ordner: Wähle die CSV-Datei links.</translation>
    </message>
    <message>
        <source>%1 does not hold the boxes that this evaluation began with: choose those at the left.</source>
        <translation>%1 enthält nicht die Kästen, mit denen diese Auswertung begann: Wähle jene links.</translation>
    </message>
    <message>
        <source>Version %1 began it, and this is %2: rows of both would not lie in one table.</source>
        <translation>Version %1 hat sie begonnen, und dies ist %2: Zeilen beider gehören nicht in eine Tabelle.</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>Auswertung</translation>
    </message>
</context>
<context>
    <name>EvaluationTable</name>
    <message>
        <source>p(c) before</source>
        <translation>p(c) vorher</translation>
    </message>
    <message>
        <source>p(c) after</source>
        <translation>p(c) nachher</translation>
    </message>
    <message>
        <source>Inflation</source>
        <translation>Inflation</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>WSL error</source>
        <translation>WSL-Fehler</translation>
    </message>
    <message>
        <source>Outside</source>
        <translation>Außerhalb</translation>
    </message>
    <message>
        <source>Pointing error</source>
        <translation>Zeigefehler</translation>
    </message>
    <message>
        <source>SM</source>
        <translation>SM</translation>
    </message>
    <message>
        <source>Removal 10 %</source>
        <translation>Wegnehmen 10 %</translation>
    </message>
    <message>
        <source>Removal 20 %</source>
        <translation>Wegnehmen 20 %</translation>
    </message>
    <message>
        <source>Removal 30 %</source>
        <translation>Wegnehmen 30 %</translation>
    </message>
    <message>
        <source>Removal 40 %</source>
        <translation>Wegnehmen 40 %</translation>
    </message>
    <message>
        <source>Deletion</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Insertion</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Seeds: correlation</source>
        <translation>Startwerte: Korrelation</translation>
    </message>
    <message>
        <source>Seeds: overlap</source>
        <translation>Startwerte: Überdeckung</translation>
    </message>
    <message>
        <source>Sanity check</source>
        <translation>Gegenprobe</translation>
    </message>
    <message>
        <source>Larger is better.</source>
        <translation>Größer ist besser.</translation>
    </message>
    <message>
        <source>Smaller is better.</source>
        <translation>Kleiner ist besser.</translation>
    </message>
    <message>
        <source>It describes, and is no merit.</source>
        <translation>Es beschreibt und ist kein Verdienst.</translation>
    </message>
    <message>
        <source>Mean of %1 photos, with its 95 % interval.</source>
        <translation>Mittel von %1 Fotos mit seinem 95-%-Intervall.</translation>
    </message>
    <message>
        <source>p = %1 against the first method, on the photos that both have.</source>
        <translation>p = %1 gegen das erste Verfahren, auf den Fotos, die beide haben.</translation>
    </message>
    <message>
        <source>%1: the others are tested against it</source>
        <translation>%1: Die anderen werden gegen sie getestet</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>Klasse %1</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Copy the row</source>
        <translation>Zeile kopieren</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>may go</source>
        <translation>darf weg</translation>
    </message>
    <message>
        <source>says nothing</source>
        <translation>sagt nichts</translation>
    </message>
    <message>
        <source>speaks for the class</source>
        <translation>spricht für die Klasse</translation>
    </message>
    <message>
        <source>keep to sustain the class</source>
        <translation>behalten, damit die Klasse bleibt</translation>
    </message>
    <message>
        <source>may stay</source>
        <translation>darf bleiben</translation>
    </message>
    <message>
        <source>drop to destroy it</source>
        <translation>weglassen, damit sie verschwindet</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Open a photo and choose a classifier first.</source>
        <translation>Öffne zuerst ein Foto und wähle einen Klassifikator.</translation>
    </message>
    <message>
        <source>The classifier has not yet seen the photo.</source>
        <translation>Der Klassifikator hat das Foto noch nicht gesehen.</translation>
    </message>
    <message>
        <source>%1, explained</source>
        <translation>%1, erklärt</translation>
    </message>
    <message>
        <source>What does the classifier say of “%1” when “%2” is taken away?</source>
        <translation>Was sagt der Klassifikator zu „%1“, wenn „%2“ weggenommen wird?</translation>
    </message>
    <message>
        <source>What has to stay for “%1”?</source>
        <translation>Was muss für „%1“ bleiben?</translation>
    </message>
    <message>
        <source>What has to go for “%1” to be lost?</source>
        <translation>Was muss weg, damit „%1“ verloren geht?</translation>
    </message>
    <message>
        <source>The photo, as the classifier sees it</source>
        <translation>Das Foto, wie der Klassifikator es sieht</translation>
    </message>
    <message>
        <source>probability, untouched</source>
        <translation>Wahrscheinlichkeit, unberührt</translation>
    </message>
    <message>
        <source>log-odds, untouched</source>
        <translation>Log-Odds, unberührt</translation>
    </message>
    <message>
        <source>probability, infilled</source>
        <translation>Wahrscheinlichkeit, gefüllt</translation>
    </message>
    <message>
        <source>log-odds, infilled</source>
        <translation>Log-Odds, gefüllt</translation>
    </message>
    <message>
        <source>marginal, 95 %</source>
        <translation>marginal, 95 %</translation>
    </message>
    <message>
        <source>%1 samples</source>
        <translation>%1 Stichproben</translation>
    </message>
    <message>
        <source>share dropped</source>
        <translation>weggelassener Anteil</translation>
    </message>
    <message>
        <source>area of the map over ½</source>
        <translation>Fläche der Karte über ½</translation>
    </message>
    <message>
        <source>final loss</source>
        <translation>Verlust am Ende</translation>
    </message>
    <message>
        <source>classifier</source>
        <translation>Klassifikator</translation>
    </message>
    <message>
        <source>infill</source>
        <translation>Füllung</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>%1 threads</source>
        <translation>%1 Threads</translation>
    </message>
    <message>
        <source>photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>SHA-256 of the photo %1, of the model %2</source>
        <translation>SHA-256 des Fotos %1, des Modells %2</translation>
    </message>
    <message>
        <source>Fidoscope %1, %2. Method: Chang, Creager, Goldenberg and Duvenaud, “Explaining Image Classifiers by Counterfactual Generation”, ICLR 2019.</source>
        <translation>Fidoscope %1, %2. Verfahren: Chang, Creager, Goldenberg und Duvenaud, „Explaining Image Classifiers by Counterfactual Generation“, ICLR 2019.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another folder.</source>
        <translation>%1 konnte nicht geschrieben werden: %2. Wähle einen anderen Ordner.</translation>
    </message>
</context>
<context>
    <name>RunLibrary</name>
    <message>
        <source>it was made by a newer Fidoscope (format %1; this one reads %2)</source>
        <translation>sie stammt von einem neueren Fidoscope (Format %1; dieses liest %2)</translation>
    </message>
    <message>
        <source>Move the file away to begin a new one.</source>
        <translation>Verschiebe die Datei, um eine neue zu beginnen.</translation>
    </message>
    <message>
        <source>Close what else uses it, or look at the space and the rights of its folder.</source>
        <translation>Schließe, was sie sonst benutzt, oder prüfe Platz und Rechte ihres Ordners.</translation>
    </message>
    <message>
        <source>%1: the library of runs cannot be used: %2. %3</source>
        <translation>%1: Die Bibliothek der Läufe ist nicht benutzbar: %2. %3</translation>
    </message>
</context>
<context>
    <name>SessionFile</name>
    <message>
        <source>a mask</source>
        <translation>eine Maske</translation>
    </message>
    <message>
        <source>%1 masks</source>
        <translation>%1 Masken</translation>
    </message>
    <message>
        <source>a run of %1 steps</source>
        <translation>ein Lauf von %1 Schritten</translation>
    </message>
    <message>
        <source>is no session of Fidoscope. Choose a file that ends in %1.</source>
        <translation>ist keine Sitzung von Fidoscope. Wähle eine Datei, die auf %1 endet.</translation>
    </message>
    <message>
        <source>is damaged: its first line names no format. Choose another copy.</source>
        <translation>ist beschädigt: die erste Zeile nennt kein Format. Wähle eine andere Kopie.</translation>
    </message>
    <message>
        <source>was saved by a newer Fidoscope (format %1; this one reads up to %2). Update Fidoscope to open it.</source>
        <translation>wurde von einem neueren Fidoscope gespeichert (Format %1; dieses liest bis %2). Aktualisiere Fidoscope, um sie zu öffnen.</translation>
    </message>
    <message>
        <source>is truncated or damaged (its hash does not fit). Choose another copy.</source>
        <translation>ist abgeschnitten oder beschädigt (die Prüfsumme passt nicht). Wähle eine andere Kopie.</translation>
    </message>
    <message>
        <source>is damaged: %1. Choose another copy.</source>
        <translation>ist beschädigt: %1. Wähle eine andere Kopie.</translation>
    </message>
    <message>
        <source>cannot be used: %1. Choose another copy.</source>
        <translation>kann nicht benutzt werden: %1. Wähle eine andere Kopie.</translation>
    </message>
</context>
<context>
    <name>Tool</name>
    <message>
        <source>Brush: keep</source>
        <translation>Pinsel: behalten</translation>
    </message>
    <message>
        <source>Brush: drop</source>
        <translation>Pinsel: weglassen</translation>
    </message>
    <message>
        <source>Eraser: drop</source>
        <translation>Radierer: weglassen</translation>
    </message>
    <message>
        <source>Eraser: keep</source>
        <translation>Radierer: behalten</translation>
    </message>
    <message>
        <source>Rectangle: keep</source>
        <translation>Rechteck: behalten</translation>
    </message>
    <message>
        <source>Rectangle: drop</source>
        <translation>Rechteck: weglassen</translation>
    </message>
    <message>
        <source>Ellipse: keep</source>
        <translation>Ellipse: behalten</translation>
    </message>
    <message>
        <source>Ellipse: drop</source>
        <translation>Ellipse: weglassen</translation>
    </message>
    <message>
        <source>Lasso: keep</source>
        <translation>Lasso: behalten</translation>
    </message>
    <message>
        <source>Lasso: drop</source>
        <translation>Lasso: weglassen</translation>
    </message>
    <message>
        <source>Polygon: keep</source>
        <translation>Vieleck: behalten</translation>
    </message>
    <message>
        <source>Polygon: drop</source>
        <translation>Vieleck: weglassen</translation>
    </message>
    <message>
        <source>Colour: keep</source>
        <translation>Farbe: behalten</translation>
    </message>
    <message>
        <source>Colour: drop</source>
        <translation>Farbe: weglassen</translation>
    </message>
    <message>
        <source>Superpixels: keep</source>
        <translation>Superpixel: behalten</translation>
    </message>
    <message>
        <source>Superpixels: drop</source>
        <translation>Superpixel: weglassen</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>is of a newer format than %1; update Fidoscope</source>
        <translation>hat ein neueres Format als %1; aktualisiere Fidoscope</translation>
    </message>
    <message>
        <source>&quot;steps&quot; must be a list of steps</source>
        <translation>&quot;steps&quot; muss eine Liste von Schritten sein</translation>
    </message>
    <message>
        <source>step %1: %2</source>
        <translation>Schritt %1: %2</translation>
    </message>
    <message>
        <source>unknown key &quot;%1&quot;; did you mean &quot;%2&quot;?</source>
        <translation>unbekannter Schlüssel &quot;%1&quot;; ist &quot;%2&quot; gemeint?</translation>
    </message>
    <message>
        <source>&quot;%1&quot;: %2 is unknown; did you mean %3?</source>
        <translation>&quot;%1&quot;: %2 ist unbekannt; ist %3 gemeint?</translation>
    </message>
    <message>
        <source>needs a &quot;title&quot; and a &quot;text&quot;</source>
        <translation>braucht &quot;title&quot; und &quot;text&quot;</translation>
    </message>
    <message>
        <source>&quot;photo&quot;: %1 is neither beside the tour nor among the samples</source>
        <translation>&quot;photo&quot;: %1 liegt weder neben der Tour noch bei den Beispielen</translation>
    </message>
    <message>
        <source>&quot;settings&quot;: there is no setting &quot;%1&quot;</source>
        <translation>&quot;settings&quot;: eine Einstellung &quot;%1&quot; gibt es nicht</translation>
    </message>
    <message>
        <source>a mask needs a &quot;name&quot; and a &quot;box&quot;: left, top, width and height in fractions of the photo</source>
        <translation>eine Maske braucht &quot;name&quot; und &quot;box&quot;: links, oben, Breite und Höhe in Bruchteilen des Fotos</translation>
    </message>
    <message>
        <source>is no JSON (%1, byte %2)</source>
        <translation>ist kein JSON (%1, Byte %2)</translation>
    </message>
    <message>
        <source>must be a JSON object, { … }</source>
        <translation>muss ein JSON-Objekt sein, { … }</translation>
    </message>
    <message>
        <source>&quot;%1&quot; must be %2</source>
        <translation>„%1“ muss %2 sein</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>ein Objekt</translation>
    </message>
    <message>
        <source>&quot;target&quot; must be an index or a label</source>
        <translation>„target“ muss ein Index oder ein Name sein</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Push-pull</source>
        <translation>Push-pull</translation>
    </message>
    <message>
        <source>Kept pixels averaged into ever coarser levels, holes filled from the coarser one (Gortler 1996).</source>
        <translation>Behaltene Pixel zu immer gröberen Stufen gemittelt, Löcher aus der gröberen gefüllt (Gortler 1996).</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>Örtlich</translation>
    </message>
    <message>
        <source>Mean of the kept pixels in a 15 × 15 window around each hole.</source>
        <translation>Mittel der behaltenen Pixel in einem Fenster von 15 × 15 um jedes Loch.</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>The training set&apos;s mean colour.</source>
        <translation>Die mittlere Farbe der Trainingsbilder.</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Unschärfe</translation>
    </message>
    <message>
        <source>The photo under a Gaussian blur of 10 pixels.</source>
        <translation>Das Foto unter einer Gaußschen Unschärfe von 10 Pixeln.</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Zufall</translation>
    </message>
    <message>
        <source>One random colour plus noise at every pixel, fresh at every call.</source>
        <translation>Eine zufällige Farbe und Rauschen auf jedem Pixel, bei jedem Mal neu.</translation>
    </message>
    <message>
        <source>Telea</source>
        <translation>Telea</translation>
    </message>
    <message>
        <source>OpenCV&apos;s fast-marching inpainting, for hand-made masks.</source>
        <translation>OpenCVs Füllung nach Telea (Fast Marching), für gemalte Masken.</translation>
    </message>
    <message>
        <source>Navier-Stokes</source>
        <translation>Navier-Stokes</translation>
    </message>
    <message>
        <source>OpenCV&apos;s fluid-dynamics inpainting, for hand-made masks.</source>
        <translation>OpenCVs Füllung nach der Strömungslehre, für gemalte Masken.</translation>
    </message>
    <message>
        <source>SSR: keep</source>
        <translation>SSR: behalten</translation>
    </message>
    <message>
        <source>The smallest region that, kept, sustains the class (FIDO, Eq. 4).</source>
        <translation>Das kleinste Gebiet, das behalten die Klasse trägt (FIDO, Gl. 4).</translation>
    </message>
    <message>
        <source>SDR: drop</source>
        <translation>SDR: weglassen</translation>
    </message>
    <message>
        <source>The smallest region that, dropped, destroys the class (FIDO, Eq. 5).</source>
        <translation>Das kleinste Gebiet, das weggelassen die Klasse zerstört (FIDO, Gl. 5).</translation>
    </message>
    <message>
        <source>SSR + SDR: both</source>
        <translation>SSR + SDR: beides</translation>
    </message>
    <message>
        <source>The smallest region that sustains the class when kept and destroys it when dropped (Korsch et al. 2023).</source>
        <translation>Das kleinste Gebiet, das, behalten, die Klasse erhält und, entfernt, sie zerstört (Korsch et al. 2023).</translation>
    </message>
    <message>
        <source>Guided Backpropagation</source>
        <translation>Guided Backpropagation</translation>
    </message>
    <message>
        <source>The gradient, with what speaks against a unit cut off at every ReLU (Springenberg et al. 2015).</source>
        <translation>Der Gradient, bei jeder ReLU ohne das, was gegen eine Einheit spricht (Springenberg et al. 2015).</translation>
    </message>
    <message>
        <source>SEDC</source>
        <translation>SEDC</translation>
    </message>
    <message>
        <source>The fewest segments of the photo without which the network names another class (Vermeire &amp; Martens 2020).</source>
        <translation>Die wenigsten Segmente des Fotos, ohne die das Netz eine andere Klasse nennt (Vermeire &amp; Martens 2020).</translation>
    </message>
    <message>
        <source>BBMP</source>
        <translation>BBMP</translation>
    </message>
    <message>
        <source>One mask, not a distribution, whose dropped region destroys the class (Fong &amp; Vedaldi 2017).</source>
        <translation>Eine Maske, keine Verteilung, deren weggelassenes Gebiet die Klasse zerstört (Fong &amp; Vedaldi 2017).</translation>
    </message>
    <message>
        <source>Extremal</source>
        <translation>Extremal</translation>
    </message>
    <message>
        <source>The smooth region of a given area that, kept, sustains the class best (Fong et al. 2019).</source>
        <translation>Das glatte Gebiet gegebener Fläche, das, behalten, die Klasse am besten erhält (Fong et al. 2019).</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>Gradient</translation>
    </message>
    <message>
        <source>How steeply the score changes with each pixel (Simonyan et al. 2014).</source>
        <translation>Wie steil sich die Wertung mit jedem Pixel ändert (Simonyan et al. 2014).</translation>
    </message>
    <message>
        <source>Gradient × input</source>
        <translation>Gradient × Eingabe</translation>
    </message>
    <message>
        <source>The slope times the pixel&apos;s own value (Shrikumar et al. 2017).</source>
        <translation>Die Steigung mal dem Wert des Pixels selbst (Shrikumar et al. 2017).</translation>
    </message>
    <message>
        <source>SmoothGrad</source>
        <translation>SmoothGrad</translation>
    </message>
    <message>
        <source>The gradient, averaged over noisy copies of the photo (Smilkov et al. 2017).</source>
        <translation>Der Gradient, gemittelt über verrauschte Kopien des Fotos (Smilkov et al. 2017).</translation>
    </message>
    <message>
        <source>Integrated Gradients</source>
        <translation>Integrierte Gradienten</translation>
    </message>
    <message>
        <source>The gradient along the way from the infilled photo to the photo (Sundararajan et al. 2017).</source>
        <translation>Der Gradient auf dem Weg vom gefüllten Foto zum Foto (Sundararajan et al. 2017).</translation>
    </message>
    <message>
        <source>Grad-CAM</source>
        <translation>Grad-CAM</translation>
    </message>
    <message>
        <source>Where the last feature maps that speak for the class are active (Selvaraju et al. 2017).</source>
        <translation>Wo die letzten Merkmalskarten ansprechen, die für die Klasse sprechen (Selvaraju et al. 2017).</translation>
    </message>
    <message>
        <source>Occlusion</source>
        <translation>Verdeckung</translation>
    </message>
    <message>
        <source>How far the score falls when a window is infilled (Zeiler &amp; Fergus 2014).</source>
        <translation>Wie weit die Wertung fällt, wenn ein Fenster gefüllt wird (Zeiler &amp; Fergus 2014).</translation>
    </message>
    <message>
        <source>PDA</source>
        <translation>PDA</translation>
    </message>
    <message>
        <source>How far the log-odds fall when what may be under a window is averaged over (Zintgraf et al. 2017).</source>
        <translation>Wie weit die Log-Odds fallen, wenn über alles gemittelt wird, was unter einem Fenster sein kann (Zintgraf et al. 2017).</translation>
    </message>
    <message>
        <source>Realtime</source>
        <translation>Echtzeit</translation>
    </message>
    <message>
        <source>The mask that a network trained for this classifier gives at one glance (Dabkowski &amp; Gal 2017).</source>
        <translation>Die Maske, die ein für diesen Klassifikator trainiertes Netz auf einen Blick gibt (Dabkowski &amp; Gal 2017).</translation>
    </message>
    <message>
        <source>RISE</source>
        <translation>RISE</translation>
    </message>
    <message>
        <source>How probable the class is under the random masks that keep a pixel (Petsiuk et al. 2018).</source>
        <translation>Wie wahrscheinlich die Klasse unter den Zufallsmasken ist, die ein Pixel behalten (Petsiuk et al. 2018).</translation>
    </message>
    <message>
        <source>Lambda</source>
        <translation>Lambda</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Stichproben</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Gitter</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Warmup</source>
        <translation>Anlauf</translation>
    </message>
    <message>
        <source>Stratified</source>
        <translation>Geschichtet</translation>
    </message>
    <message>
        <source>Map upsampling</source>
        <translation>Karte aus dem Gitter</translation>
    </message>
    <message>
        <source>Marginal samples</source>
        <translation>Marginale Stichproben</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>price of each kept pixel (of each dropped one when the question is what to drop); larger means a smaller region</source>
        <translation>Preis jedes behaltenen Pixels (jedes weggelassenen, wenn gefragt ist, was weg muss); größer heißt ein kleineres Gebiet</translation>
    </message>
    <message>
        <source>price of rough edges (squared total variation); larger means smoother, rounder regions</source>
        <translation>Preis rauer Ränder (quadrierte Gesamtvariation); größer heißt glattere, rundere Gebiete</translation>
    </message>
    <message>
        <source>steps of the optimiser; more steps settle the map further and take longer</source>
        <translation>Schritte des Optimierers; mehr Schritte festigen die Karte und dauern länger</translation>
    </message>
    <message>
        <source>masks drawn in each step, as one batch; more mean less noise and slower steps</source>
        <translation>je Schritt gezogene Masken; mehr heißt weniger Rauschen und langsamere Schritte</translation>
    </message>
    <message>
        <source>θ has this many rows and columns; a finer grid draws finer and more scattered regions</source>
        <translation>θ hat so viele Zeilen und Spalten; ein feineres Gitter zeichnet feinere, verstreutere Gebiete</translation>
    </message>
    <message>
        <source>share of the photo that the region takes up; smaller shows only what counts most</source>
        <translation>Anteil des Fotos, den das Gebiet einnimmt; kleiner zeigt nur, was am meisten zählt</translation>
    </message>
    <message>
        <source>Adam&apos;s first step size, falling linearly to 0; larger moves faster and less steadily</source>
        <translation>Adams erste Schrittweite, die linear auf 0 fällt; größer geht schneller und unruhiger</translation>
    </message>
    <message>
        <source>of the concrete distribution; lower means harder masks and noisier gradients</source>
        <translation>der Concrete-Verteilung; kleiner heißt härtere Masken und verrauschtere Gradienten</translation>
    </message>
    <message>
        <source>steps over which the penalty rises from 0 to its full weight; a longer rise lets the class settle first</source>
        <translation>Schritte, in denen der Preis von 0 auf sein volles Gewicht steigt; ein längerer Anlauf lässt die Klasse sich erst setzen</translation>
    </message>
    <message>
        <source>draw u evenly over the batch of masks: the same answer on average with less noise</source>
        <translation>u gleichmäßig über die Masken eines Schritts ziehen: im Mittel dieselbe Antwort mit weniger Rauschen</translation>
    </message>
    <message>
        <source>what is interpolated from the grid to the map: probabilities, or logits for crisper edges</source>
        <translation>was vom Gitter zur Karte interpoliert wird: Wahrscheinlichkeiten, oder Logits für schärfere Ränder</translation>
    </message>
    <message>
        <source>masks drawn from the finished map for the marginal confidence; more narrow its interval</source>
        <translation>aus der fertigen Karte gezogene Masken für den marginalen Wert; mehr verengen sein Intervall</translation>
    </message>
    <message>
        <source>starts the random numbers; the same seed on the same machine gives the same map</source>
        <translation>beginnt die Zufallszahlen; derselbe Startwert auf derselben Maschine gibt dieselbe Karte</translation>
    </message>
    <message>
        <source>where the network runs: auto, cpu, cuda or cuda:N; auto takes a GPU where there is one</source>
        <translation>wo das Netz läuft: auto, cpu, cuda oder cuda:N; auto nimmt eine GPU, wo es eine gibt</translation>
    </message>
    <message>
        <source>fp32, or bf16, which may run faster and changes the map slightly</source>
        <translation>fp32, oder bf16, das schneller sein kann und die Karte leicht verändert</translation>
    </message>
    <message>
        <source>processor threads; 0 takes one a core</source>
        <translation>Threads des Prozessors; 0 nimmt einen je Kern</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Fast</translation>
    </message>
    <message>
        <source>Push-pull, refined by a small network that was trained on photos.</source>
        <translation>Push-pull, verfeinert von einem kleinen Netz, das an Fotos gelernt hat.</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>A variational autoencoder&apos;s mean completion; it was trained on photos.</source>
        <translation>Die mittlere Ergänzung eines Variational Autoencoders, der an Fotos trainiert wurde.</translation>
    </message>
    <message>
        <source>VAE, samples</source>
        <translation>VAE, Stichproben</translation>
    </message>
    <message>
        <source>Completions that a variational autoencoder draws; it was trained on photos.</source>
        <translation>Ergänzungen, die ein an Fotos trainierter Variational Autoencoder zieht.</translation>
    </message>
    <message>
        <source>CA</source>
        <translation>CA</translation>
    </message>
    <message>
        <source>Contextual attention: a coarse guess, refined with what is found elsewhere in the photo; trained on photos.</source>
        <translation>Contextual Attention: ein grober Entwurf, verfeinert mit dem, was anderswo im Foto zu finden ist; an Fotos trainiert.</translation>
    </message>
    <message>
        <source>Lambda unit</source>
        <translation>Einheit von Lambda</translation>
    </message>
    <message>
        <source>what λ is the price of: one pixel, as in the paper; or all of them together, in multiples of the photo&apos;s score range (from untouched to all infilled), which means the same for every photo and infiller</source>
        <translation>wofür λ der Preis ist: für ein Pixel, wie im Artikel; oder für alle zusammen, als Vielfaches der Spanne des Scores (vom unberührten Foto bis zum ganz gefüllten), was für jedes Foto und jede Füllung dasselbe bedeutet</translation>
    </message>
    <message>
        <source>Noise block</source>
        <translation>Rauschblock</translation>
    </message>
    <message>
        <source>Randomized layers</source>
        <translation>Gemischte Schichten</translation>
    </message>
    <message>
        <source>masks are drawn in squares of so many pixels a side; 1 draws every pixel by itself, larger ones leave less to restore from</source>
        <translation>Masken in Quadraten von so vielen Pixeln Seitenlänge ziehen; 1 zieht jedes Pixel für sich, größere lassen weniger übrig, aus dem sich der Rest ergänzen ließe</translation>
    </message>
    <message>
        <source>shuffle the weights of so many layers, counted from the output, beforehand: a map that stays as it was never depended on them (Adebayo et al. 2018)</source>
        <translation>mischt vorher die Gewichte so vieler Schichten, vom Ausgang an gezählt: Eine Karte, die bleibt, wie sie war, hing nie von ihnen ab (Adebayo et al. 2018)</translation>
    </message>
    <message>
        <source>of the class, untouched</source>
        <translation>der Klasse, unberührt</translation>
    </message>
    <message>
        <source>of the class under the map&apos;s masks (drawn where the method draws, else the likeliest)</source>
        <translation>der Klasse unter den Masken der Karte (gezogen, wo das Verfahren zieht, sonst die wahrscheinlichste)</translation>
    </message>
    <message>
        <source>evidence inflation: the log-odds of probability_after less the score of the untouched photo</source>
        <translation>Inflation: der Wert unter den Masken der Karte minus den des unberührten Fotos</translation>
    </message>
    <message>
        <source>the objective at the end, of methods that minimise one</source>
        <translation>die Zielfunktion am Ende, bei Verfahren, die eine minimieren</translation>
    </message>
    <message>
        <source>share of the map over 1/2</source>
        <translation>Anteil der Karte über 1/2</translation>
    </message>
    <message>
        <source>of the tightest box round the map over 1/2 with the best true box</source>
        <translation>des engsten Kastens um die Karte über 1/2 mit dem besten wahren Kasten</translation>
    </message>
    <message>
        <source>1 where that is at most 1/2 (Table 1, 2)</source>
        <translation>1, wo das höchstens 1/2 ist (Tabelle 1, 2)</translation>
    </message>
    <message>
        <source>share of the map over 1/2 outside the true boxes (Fig. 8)</source>
        <translation>Anteil der Karte über 1/2 außerhalb der wahren Kästen (Abb. 8)</translation>
    </message>
    <message>
        <source>1 where the map&apos;s largest value is more than 15 pixels from every true box</source>
        <translation>1, wo der größte Wert der Karte mehr als 15 Bildpunkte von jedem wahren Kasten liegt</translation>
    </message>
    <message>
        <source>saliency metric (Table 1, 2)</source>
        <translation>Saliency-Maß (Tabelle 1, 2)</translation>
    </message>
    <message>
        <source>least share of pixels whose removal takes 10 % of the score (Fig. 10)</source>
        <translation>kleinster Anteil an Bildpunkten, deren Wegnehmen 10 % des Werts nimmt (Abb. 10)</translation>
    </message>
    <message>
        <source>20 %</source>
        <translation>20 %</translation>
    </message>
    <message>
        <source>30 %</source>
        <translation>30 %</translation>
    </message>
    <message>
        <source>40 %</source>
        <translation>40 %</translation>
    </message>
    <message>
        <source>area under p(class) as the most important pixels are infilled first</source>
        <translation>Fläche unter p(Klasse), wenn die wichtigsten Bildpunkte zuerst gefüllt werden</translation>
    </message>
    <message>
        <source>area under p(class) as the most important pixels are shown first</source>
        <translation>Fläche unter p(Klasse), wenn die wichtigsten Bildpunkte zuerst gezeigt werden</translation>
    </message>
    <message>
        <source>of the maps of three seeds, the mean over their pairs</source>
        <translation>der Karten dreier Startwerte, Mittel über ihre Paare</translation>
    </message>
    <message>
        <source>overlap of what the maps of three seeds have over 1/2, the mean over their pairs</source>
        <translation>Überdeckung dessen, was die Karten dreier Startwerte über 1/2 haben, Mittel über ihre Paare</translation>
    </message>
    <message>
        <source>rank correlation with the map of the same network, its weights shuffled; the nearer to 0 the better</source>
        <translation>Rangkorrelation mit der Karte desselben Netzes mit gemischten Gewichten; je näher an 0, desto besser</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>Ganzes Foto</translation>
    </message>
    <message>
        <source>A map that holds every pixel important (Table 1)</source>
        <translation>Eine Karte, der jeder Bildpunkt wichtig ist (Tabelle 1)</translation>
    </message>
    <message>
        <source>Centred box</source>
        <translation>Mittiger Kasten</translation>
    </message>
    <message>
        <source>A centred box of half the area (Table 1)</source>
        <translation>Ein mittiger Kasten von halber Fläche (Tabelle 1)</translation>
    </message>
    <message>
        <source>True box</source>
        <translation>Wahrer Kasten</translation>
    </message>
    <message>
        <source>The largest of the true boxes (Table 1)</source>
        <translation>Der größte der wahren Kästen (Tabelle 1)</translation>
    </message>
    <message>
        <source>Localisation</source>
        <translation>Ortung</translation>
    </message>
    <message>
        <source>Overlap with the true boxes, the share outside them, the pointing game</source>
        <translation>Überdeckung mit den wahren Kästen, Anteil außerhalb, Zeigespiel</translation>
    </message>
    <message>
        <source>Saliency metric</source>
        <translation>Saliency-Maß</translation>
    </message>
    <message>
        <source>Size of the region against p(class) of its crop (Table 1, 2)</source>
        <translation>Größe des Bereichs gegen p(Klasse) seines Ausschnitts (Tabelle 1, 2)</translation>
    </message>
    <message>
        <source>Removal</source>
        <translation>Wegnehmen</translation>
    </message>
    <message>
        <source>How few pixels must go until the score falls (Fig. 10), and the deletion curve</source>
        <translation>Wie wenige Bildpunkte gehen müssen, bis der Wert fällt (Abb. 10), und die Löschkurve</translation>
    </message>
    <message>
        <source>Insertion</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>How soon the class is recognised as the most important pixels are shown</source>
        <translation>Wie bald die Klasse erkannt wird, wenn die wichtigsten Bildpunkte gezeigt werden</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Startwerte</translation>
    </message>
    <message>
        <source>How alike the maps of three seeds are; every map is made three times</source>
        <translation>Wie ähnlich sich die Karten dreier Startwerte sind; jede Karte wird dreimal gerechnet</translation>
    </message>
    <message>
        <source>Sanity check</source>
        <translation>Gegenprobe</translation>
    </message>
    <message>
        <source>How alike the map is to that of the same network with shuffled weights (Adebayo et al. 2018); every map is made twice</source>
        <translation>Wie ähnlich die Karte der desselben Netzes mit gemischten Gewichten ist (Adebayo et al. 2018); jede Karte wird zweimal gerechnet</translation>
    </message>
</context>
<context>
    <name>fido::ui::AnimationExporter</name>
    <message>
        <source>%1 could not be written: %2. Choose another folder.</source>
        <translation>%1 konnte nicht geschrieben werden: %2. Wähle einen anderen Ordner.</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>%1 cannot be made. Choose another folder.</source>
        <translation>%1 lässt sich nicht anlegen. Wähle einen anderen Ordner.</translation>
    </message>
    <message>
        <source>%1 could not be written: the folder is read-only. Choose another folder.</source>
        <translation>%1 konnte nicht geschrieben werden: Der Ordner ist schreibgeschützt. Wähle einen anderen.</translation>
    </message>
    <message>
        <source>The animation was not saved: its run is no longer open.</source>
        <translation>Die Animation wurde nicht gespeichert: Ihr Lauf ist nicht mehr offen.</translation>
    </message>
    <message>
        <source>The animation was not saved: %1</source>
        <translation>Die Animation wurde nicht gespeichert: %1</translation>
    </message>
</context>
<context>
    <name>fido::ui::AnswerPanel</name>
    <message>
        <source>probability</source>
        <translation>Wahrsch.</translation>
    </message>
    <message>
        <source>p(c): of the class, for the untouched photo and for the infilled one under the mask shown</source>
        <translation>p(c): der Klasse, für das unberührte Foto und für das gefüllte unter der gezeigten Maske</translation>
    </message>
    <message>
        <source>log-odds</source>
        <translation>Log-Odds</translation>
    </message>
    <message>
        <source>s(c) = log p(c) − log(1 − p(c)), Eq. 3</source>
        <translation>s(c) = log p(c) − log(1 − p(c)), Gl. 3</translation>
    </message>
    <message>
        <source>marginal</source>
        <translation>marginal</translation>
    </message>
    <message>
        <source>Mean p(c) over masks drawn from the map and samples of the infiller, with its 95 % interval, Eq. 1</source>
        <translation>Mittleres p(c) über aus der Karte gezogene Masken und Stichproben der Füllung, mit 95-%-Intervall, Gl. 1</translation>
    </message>
    <message>
        <source>contrast</source>
        <translation>Gegenklasse</translation>
    </message>
    <message>
        <source>s(c) − s(c′): how far the class is ahead of the contrast class; what a run with a contrast moves</source>
        <translation>s(c) − s(c′): wie weit die Klasse vor der Gegenklasse liegt; das bewegt ein Lauf mit Gegenklasse</translation>
    </message>
    <message>
        <source>Waiting for the classifier</source>
        <translation>Warten auf den Klassifikator</translation>
    </message>
    <message>
        <source>%1, against %2</source>
        <translation>%1, gegen %2</translation>
    </message>
</context>
<context>
    <name>fido::ui::Banner</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>Schließen (Escape)</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>fido::ui::ClassBars</name>
    <message>
        <source>class	label	before	after
</source>
        <translation>Klasse	Name	vorher	nachher
</translation>
    </message>
    <message>
        <source>class	label	probability
</source>
        <translation>Klasse	Name	Wahrscheinlichkeit
</translation>
    </message>
    <message>
        <source>Best classes</source>
        <translation>Beste Klassen</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>%1, %2 of %3: %4</source>
        <translation>%1, %2 von %3: %4</translation>
    </message>
    <message>
        <source>, target</source>
        <translation>, Zielklasse</translation>
    </message>
    <message>
        <source>This is the class being explained</source>
        <translation>Diese Klasse wird erklärt</translation>
    </message>
    <message>
        <source>Click to explain this class</source>
        <translation>Klicken, um diese Klasse zu erklären</translation>
    </message>
    <message>
        <source>%1 (class %2)
probability %3, log-odds %4
%5</source>
        <translation>%1 (Klasse %2)
Wahrscheinlichkeit %3, Log-Odds %4
%5</translation>
    </message>
    <message>
        <source>Copy this row</source>
        <translation>Diese Zeile kopieren</translation>
    </message>
    <message>
        <source>Copy all values</source>
        <translation>Alle Werte kopieren</translation>
    </message>
</context>
<context>
    <name>fido::ui::ClassPanel</name>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>What the classifier sees in the photo: its five best classes. Click one to ask about it.</source>
        <translation>Was der Klassifikator im Foto sieht: die fünf besten Klassen. Klicke eine an, um nach ihr zu fragen.</translation>
    </message>
    <message>
        <source>Ask about another class…</source>
        <translation>Nach einer anderen Klasse fragen…</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Gegenklasse</translation>
    </message>
    <message>
        <source>Maximise s(c) − s(c′): what speaks for the class and against this one</source>
        <translation>Maximiert s(c) − s(c′): was für die Klasse und gegen diese spricht</translation>
    </message>
    <message>
        <source>Against which class?</source>
        <translation>Gegen welche Klasse?</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Another class…</source>
        <translation>Andere Klasse…</translation>
    </message>
</context>
<context>
    <name>fido::ui::ClassifierList</name>
    <message>
        <source>Another classifier</source>
        <translation>Weiterer Klassifikator</translation>
    </message>
    <message>
        <source>Measure the same photos with another classifier too</source>
        <translation>Dieselben Fotos auch mit einem weiteren Klassifikator messen</translation>
    </message>
    <message>
        <source>Leave this classifier out</source>
        <translation>Diesen Klassifikator weglassen</translation>
    </message>
</context>
<context>
    <name>fido::ui::ComparePage</name>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>How much each part matters</source>
        <translation>Wie wichtig jeder Teil ist</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>The likeliest mask: dropped where θ is over one half</source>
        <translation>Die wahrscheinlichste Maske: weg, wo θ über einhalb liegt</translation>
    </message>
    <message>
        <source>Counterfactual</source>
        <translation>Kontrafaktisches Bild</translation>
    </message>
    <message>
        <source>What the classifier sees under the likeliest mask</source>
        <translation>Was der Klassifikator unter der wahrscheinlichsten Maske sieht</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>Abwandeln</translation>
    </message>
    <message>
        <source>Run the open question again with other seeds, infills, methods or classifiers</source>
        <translation>Die offene Frage noch einmal, mit anderen Startwerten, Füllungen, Verfahren oder Klassifikatoren</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Not there yet</source>
        <translation>Noch nicht da</translation>
    </message>
    <message>
        <source>%1 seeds: mean and deviation</source>
        <translation>%1 Startwerte: Mittel und Abweichung</translation>
    </message>
    <message>
        <source>How much the map depends on the numbers that were drawn</source>
        <translation>Wie sehr die Karte von den gezogenen Zufallszahlen abhängt</translation>
    </message>
    <message>
        <source>Four infills</source>
        <translation>Vier Füllungen</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Four rivals</source>
        <translation>Vier Rivalen</translation>
    </message>
    <message>
        <source>Gradient, Grad-CAM, occlusion and RISE: what others ask of the same photo</source>
        <translation>Gradient, Grad-CAM, Verdeckung und RISE: was andere dasselbe Foto fragen</translation>
    </message>
    <message>
        <source>%1 classifiers</source>
        <translation>%1 Klassifikatoren</translation>
    </message>
    <message>
        <source>The same class, asked of each</source>
        <translation>Dieselbe Klasse, bei jedem erfragt</translation>
    </message>
    <message>
        <source>Does the answer hold?</source>
        <translation>Hält die Antwort?</translation>
    </message>
    <message>
        <source>Ask again, and compare. Or choose two to four runs in the library (F7).</source>
        <translation>Frage noch einmal und vergleiche. Oder wähle zwei bis vier Läufe aus der Sammlung (F7).</translation>
    </message>
    <message>
        <source>Open a photo first, or choose two to four runs in the library (F7).</source>
        <translation>Öffne zuerst ein Foto, oder wähle zwei bis vier Läufe aus der Sammlung (F7).</translation>
    </message>
    <message>
        <source>Seed %1</source>
        <translation>Startwert %1</translation>
    </message>
    <message>
        <source>Mean of %1 seeds</source>
        <translation>Mittel von %1 Startwerten</translation>
    </message>
    <message>
        <source>%1 under each map&apos;s masks, from %2 to %3</source>
        <translation>%1 unter den Masken jeder Karte, von %2 bis %3</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>Standardabweichung</translation>
    </message>
    <message>
        <source>%1 on average over the pixels, %2 at most</source>
        <translation>%1 im Mittel über die Pixel, höchstens %2</translation>
    </message>
    <message>
        <source>%1   %2 → %3   area %4</source>
        <translation>%1   %2 → %3   Fläche %4</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>Läuft…</translation>
    </message>
    <message>
        <source>0: every seed agrees</source>
        <translation>0: alle Startwerte sind sich einig</translation>
    </message>
    <message>
        <source>%1 and more</source>
        <translation>%1 und mehr</translation>
    </message>
    <message>
        <source>%1: %2 of %3, step %4 of %5</source>
        <translation>%1: %2 von %3, Schritt %4 von %5</translation>
    </message>
    <message>
        <source>%1 under the map&apos;s masks</source>
        <translation>%1 unter den Masken der Karte</translation>
    </message>
    <message>
        <source>From the plainest to the best: does the answer depend on what fills the holes?</source>
        <translation>Von der einfachsten bis zur besten: Hängt die Antwort davon ab, was die Löcher füllt?</translation>
    </message>
    <message>
        <source>Four masks</source>
        <translation>Vier Masken</translation>
    </message>
    <message>
        <source>Keep the smallest region that sustains the class, drop the smallest that destroys it, one region for both, and the older rival</source>
        <translation>Das kleinste Gebiet behalten, das die Klasse trägt; das kleinste weglassen, das sie zerstört; eines für beides; und der ältere Rivale</translation>
    </message>
    <message>
        <source>Methods…</source>
        <translation>Verfahren…</translation>
    </message>
    <message>
        <source>Choose two to four of all methods</source>
        <translation>Wähle zwei bis vier aus allen Verfahren</translation>
    </message>
    <message>
        <source>Curves of the runs</source>
        <translation>Kurven der Läufe</translation>
    </message>
    <message>
        <source>A curve a run. Dashed in colour: what a method that makes no steps came to; dashed in grey: the untouched photo.</source>
        <translation>Eine Kurve je Lauf. Farbig gestrichelt: worauf ein Verfahren ohne Schritte kommt; grau gestrichelt: das unberührte Foto.</translation>
    </message>
</context>
<context>
    <name>fido::ui::Document</name>
    <message>
        <source>Use the run&apos;s mask</source>
        <translation>Maske des Laufs übernehmen</translation>
    </message>
    <message>
        <source>From step %1</source>
        <translation>Von Schritt %1</translation>
    </message>
    <message>
        <source>λ %1 of range</source>
        <translation>λ %1 der Spanne</translation>
    </message>
</context>
<context>
    <name>fido::ui::EditActions</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Look: drag pans, or takes the picture out</source>
        <translation>Ansehen: Ziehen verschiebt, oder nimmt das Bild heraus</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Brush: paint what is dropped, or kept; Shift-drag changes its size</source>
        <translation>Pinsel: malt, was wegfällt oder bleibt; Ziehen mit Umschalt ändert die Größe</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Eraser: takes back what the brush does</source>
        <translation>Radierer: nimmt zurück, was der Pinsel tut</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Rectangle; with Shift a square</source>
        <translation>Rechteck; mit Umschalt ein Quadrat</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>Ellipse; with Shift a circle</source>
        <translation>Ellipse; mit Umschalt ein Kreis</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Lasso: all inside a line drawn by hand</source>
        <translation>Lasso: alles in einer von Hand gezogenen Linie</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Vieleck</translation>
    </message>
    <message>
        <source>Polygon: click corners; double click or Enter closes, Backspace takes one back</source>
        <translation>Vieleck: Ecken klicken; Doppelklick oder Eingabe schließt, Rücktaste nimmt eine zurück</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Colour: all that is joined to the pixel and like it</source>
        <translation>Farbe: alles, was mit dem Pixel verbunden und ihm ähnlich ist</translation>
    </message>
    <message>
        <source>Superpixels</source>
        <translation>Superpixel</translation>
    </message>
    <message>
        <source>Superpixels: click or sweep over segments of the photo</source>
        <translation>Superpixel: Segmente des Fotos anklicken oder überstreichen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Swap drop and keep</source>
        <translation>Weglassen und behalten tauschen</translation>
    </message>
    <message>
        <source>Paint the other: drop or keep</source>
        <translation>Das andere malen: weglassen oder behalten</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>Kleinerer Pinsel</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>Größerer Pinsel</translation>
    </message>
    <message>
        <source>New mask</source>
        <translation>Neue Maske</translation>
    </message>
    <message>
        <source>A new mask that keeps everything</source>
        <translation>Eine neue Maske, die alles behält</translation>
    </message>
    <message>
        <source>Use the run&apos;s mask</source>
        <translation>Maske des Laufs übernehmen</translation>
    </message>
    <message>
        <source>Make the map&apos;s likeliest mask one to paint on: dropped where θ is over one half</source>
        <translation>Die wahrscheinlichste Maske der Karte zum Bemalen: weg, wo θ über einhalb liegt</translation>
    </message>
    <message>
        <source>Load a mask…</source>
        <translation>Maske laden…</translation>
    </message>
    <message>
        <source>Load a mask: any picture, white stays and black goes</source>
        <translation>Maske laden: ein beliebiges Bild, Weiß bleibt, Schwarz fällt weg</translation>
    </message>
    <message>
        <source>Save the mask…</source>
        <translation>Maske speichern…</translation>
    </message>
    <message>
        <source>Save the mask as a picture: white stays, black goes</source>
        <translation>Die Maske als Bild speichern: Weiß bleibt, Schwarz fällt weg</translation>
    </message>
    <message>
        <source>Copy the mask</source>
        <translation>Maske kopieren</translation>
    </message>
    <message>
        <source>Copy the mask as a picture</source>
        <translation>Die Maske als Bild kopieren</translation>
    </message>
    <message>
        <source>Paste a mask</source>
        <translation>Maske einfügen</translation>
    </message>
    <message>
        <source>Paste a picture as a new mask</source>
        <translation>Ein Bild als neue Maske einfügen</translation>
    </message>
    <message>
        <source>Remove the mask</source>
        <translation>Maske entfernen</translation>
    </message>
    <message>
        <source>Remove the mask; undo brings it back</source>
        <translation>Maske entfernen; Rückgängig holt sie wieder</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Invert: what was dropped is kept, and the other way round</source>
        <translation>Umkehren: was wegfiel, bleibt, und umgekehrt</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>Wachsen</translation>
    </message>
    <message>
        <source>Grow what is dropped</source>
        <translation>Was wegfällt, wachsen lassen</translation>
    </message>
    <message>
        <source>Shrink</source>
        <translation>Schrumpfen</translation>
    </message>
    <message>
        <source>Shrink what is dropped</source>
        <translation>Was wegfällt, schrumpfen lassen</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>Weichzeichnen</translation>
    </message>
    <message>
        <source>Feather: at soft edges photo and infill are blended</source>
        <translation>Weichzeichnen: an weichen Rändern mischen sich Foto und Füllung</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>Alles behalten</translation>
    </message>
    <message>
        <source>Keep all: drop nothing</source>
        <translation>Alles behalten: nichts fällt weg</translation>
    </message>
    <message>
        <source>Drop all</source>
        <translation>Alles weglassen</translation>
    </message>
    <message>
        <source>Drop all: keep nothing</source>
        <translation>Alles weglassen: nichts bleibt</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard to make a mask of.</source>
        <translation>In der Zwischenablage ist kein Bild für eine Maske.</translation>
    </message>
</context>
<context>
    <name>fido::ui::EditCurve</name>
    <message>
        <source>Probability over edits</source>
        <translation>Wahrscheinlichkeit über die Änderungen</translation>
    </message>
    <message>
        <source>Left and right go back and forth through the edits</source>
        <translation>Links und rechts gehen durch die Änderungen</translation>
    </message>
    <message>
        <source>probability after every edit</source>
        <translation>Wahrscheinlichkeit nach jeder Änderung</translation>
    </message>
    <message>
        <source>Paint on the photo (B): every edit becomes a point here.</source>
        <translation>Male auf das Foto (B): jede Änderung wird hier ein Punkt.</translation>
    </message>
</context>
<context>
    <name>fido::ui::EngineBridge</name>
    <message>
        <source>Another classifier was loaded.</source>
        <translation>Ein anderer Klassifikator wurde geladen.</translation>
    </message>
</context>
<context>
    <name>fido::ui::EvaluatePage</name>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>End it at once; what is measured stays, and it can be resumed</source>
        <translation>Sofort beenden; was gemessen ist, bleibt, und sie lässt sich fortsetzen</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Open an evaluation: a folder that holds evaluation.json, finished or not, also of another machine</source>
        <translation>Eine Auswertung öffnen: einen Ordner mit evaluation.json, fertig oder nicht, auch von einem anderen Rechner</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Which explanation is right?</source>
        <translation>Welche Erklärung stimmt?</translation>
    </message>
    <message>
        <source>Choose photos with the boxes of what they show, tick methods, and press Start. Every method explains the true class of every photo, and the table fills as it is measured. It can be paused at any time and goes on where it was; the rest of the window stays free.</source>
        <translation>Wähle Fotos und die Kästen dessen, was sie zeigen, kreuze Verfahren an und drücke Start. Jedes Verfahren erklärt die wahre Klasse jedes Fotos, und die Tabelle füllt sich, während gemessen wird. Es lässt sich jederzeit anhalten und geht weiter, wo es war; der Rest des Fensters bleibt frei.</translation>
    </message>
    <message>
        <source>Open an evaluation…</source>
        <translation>Eine Auswertung öffnen…</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Classifier whose rows are shown</source>
        <translation>Klassifikator, dessen Zeilen gezeigt werden</translation>
    </message>
    <message>
        <source>Means by method</source>
        <translation>Mittel nach Verfahren</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the photo in the explorer, with the class, the classifier, the method and its settings, ready to Explain (Enter, or double click)</source>
        <translation>Das Foto bei den Bildern öffnen, mit Klasse, Klassifikator, Verfahren und dessen Einstellungen, bereit zum Erklären (Eingabe oder Doppelklick)</translation>
    </message>
    <message>
        <source>Photos of the chosen method</source>
        <translation>Fotos des gewählten Verfahrens</translation>
    </message>
    <message>
        <source>%1 holds an evaluation already.</source>
        <translation>%1 enthält schon eine Auswertung.</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Start in %1</source>
        <translation>In %1 beginnen</translation>
    </message>
    <message>
        <source>An evaluation is running. Pause it first.</source>
        <translation>Eine Auswertung läuft. Halte sie erst an.</translation>
    </message>
    <message>
        <source>The evaluation is done: %1 rows.</source>
        <translation>Die Auswertung ist fertig: %1 Zeilen.</translation>
    </message>
    <message>
        <source>The evaluation is done: %1 rows. What could not be measured is in failed.csv, %2 in all.</source>
        <translation>Die Auswertung ist fertig: %1 Zeilen. Was nicht zu messen war, steht in failed.csv, im Ganzen %2.</translation>
    </message>
    <message>
        <source>%1: starting…</source>
        <translation>%1: beginnt…</translation>
    </message>
    <message>
        <source>%1: %2 of %3 rows, pausing…</source>
        <translation>%1: %2 von %3 Zeilen, hält an…</translation>
    </message>
    <message>
        <source>%1: %2 of %3 rows</source>
        <translation>%1: %2 von %3 Zeilen</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1, noch %2</translation>
    </message>
    <message>
        <source>%1: %2 rows, %3 could not be measured</source>
        <translation>%1: %2 Zeilen, %3 waren nicht zu messen</translation>
    </message>
    <message>
        <source>%1: %2 rows, done</source>
        <translation>%1: %2 Zeilen, fertig</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>End the program at its next step. No row is lost, also when the window is closed</source>
        <translation>Das Programm beim nächsten Schritt beenden. Keine Zeile geht verloren, auch nicht, wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>Go on where it was</source>
        <translation>Weitermachen, wo es war</translation>
    </message>
    <message>
        <source>%1: %2 of %3 photos</source>
        <translation>%1: %2 von %3 Fotos</translation>
    </message>
    <message>
        <source>%1 is not where the photos were.</source>
        <translation>%1 ist nicht da, wo die Fotos waren.</translation>
    </message>
    <message>
        <source>Find the photos…</source>
        <translation>Fotos suchen…</translation>
    </message>
    <message>
        <source>Where are the photos of this evaluation?</source>
        <translation>Wo sind die Fotos dieser Auswertung?</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>Tabelle kopieren</translation>
    </message>
    <message>
        <source>With intervals and p, as a spreadsheet takes it</source>
        <translation>Mit Intervallen und p, wie eine Tabellenkalkulation sie nimmt</translation>
    </message>
    <message>
        <source>The table is on the clipboard.</source>
        <translation>Die Tabelle ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Save the table…</source>
        <translation>Tabelle speichern…</translation>
    </message>
    <message>
        <source>Means, intervals and p of every method and metric (CSV)</source>
        <translation>Mittel, Intervalle und p jedes Verfahrens und jeder Metrik (CSV)</translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation>Tabelle speichern</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>Save all rows…</source>
        <translation>Alle Zeilen speichern…</translation>
    </message>
    <message>
        <source>Every photo with every method (CSV)</source>
        <translation>Jedes Foto mit jedem Verfahren (CSV)</translation>
    </message>
    <message>
        <source>Save all rows</source>
        <translation>Alle Zeilen speichern</translation>
    </message>
    <message>
        <source>Save as a page…</source>
        <translation>Als Seite speichern…</translation>
    </message>
    <message>
        <source>One HTML file with tables that a click sorts, charts, the best and the worst photos</source>
        <translation>Eine HTML-Datei mit Tabellen, die ein Klick ordnet, Diagrammen, den besten und den schlechtesten Fotos</translation>
    </message>
    <message>
        <source>Save as a page</source>
        <translation>Als Seite speichern</translation>
    </message>
    <message>
        <source>Pages (*.html)</source>
        <translation>Seiten (*.html)</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>Seite öffnen</translation>
    </message>
    <message>
        <source>The page that the program wrote at its end, in the browser</source>
        <translation>Die Seite, die das Programm am Ende schrieb, im Browser</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Tables, figures and pictures as files</source>
        <translation>Tabellen, Abbildungen und Bilder als Dateien</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>Open an evaluation</source>
        <translation>Eine Auswertung öffnen</translation>
    </message>
    <message>
        <source>%1: %2 of %3 rows, written by another program</source>
        <translation>%1: %2 von %3 Zeilen, von einem anderen Programm geschrieben</translation>
    </message>
    <message>
        <source>Means with 95 % intervals; the best in bold; * differs from the first method (p &lt; 0.05)</source>
        <translation>Mittel mit 95-%-Intervallen; das Beste fett; * unterscheidet sich vom ersten Verfahren (p &lt; 0,05)</translation>
    </message>
</context>
<context>
    <name>fido::ui::EvaluationForm</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>A folder of photos</source>
        <translation>Ordner mit Fotos</translation>
    </message>
    <message>
        <source>The photos to measure on; those that the boxes file names are taken</source>
        <translation>Die Fotos, auf denen gemessen wird; genommen werden die, von denen die Datei der Kästen spricht</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Kästen</translation>
    </message>
    <message>
        <source>A CSV file</source>
        <translation>CSV-Datei</translation>
    </message>
    <message>
        <source>Their true classes and boxes, a row a box. The first line names the columns: image,label_0based,x0,y0,x1,y1</source>
        <translation>Ihre wahren Klassen und Kästen, eine Zeile je Kasten. Die erste Zeile nennt die Spalten: image,label_0based,x0,y0,x1,y1</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>So many photos, taken evenly from all</source>
        <translation>So viele Fotos, gleichmäßig aus allen</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Metriken</translation>
    </message>
    <message>
        <source>The folder for the tables and pictures; it is made where it is not there</source>
        <translation>Der Ordner für Tabellen und Bilder; er wird angelegt, wo er fehlt</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>Wählen: %1</translation>
    </message>
    <message>
        <source>default</source>
        <translation>üblich</translation>
    </message>
    <message>
        <source>Tables (*.csv);;All files (*)</source>
        <translation>Tabellen (*.csv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1 holds none of the photos that %2 speaks of.</source>
        <translation>%1 enthält keines der Fotos, von denen %2 spricht.</translation>
    </message>
    <message>
        <source>of %1 with boxes</source>
        <translation>von %1 mit Kästen</translation>
    </message>
    <message>
        <source>%1 × %2 = %3 maps</source>
        <translation>%1 × %2 = %3 Karten</translation>
    </message>
    <message>
        <source>Photos, methods, and how many maps that makes</source>
        <translation>Fotos, Verfahren und wie viele Karten das sind</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message numerus="yes">
        <source>Settings, %n changed</source>
        <translation>
            <numerusform>Einstellungen, %n geändert</numerusform>
            <numerusform>Einstellungen, %n geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Classifiers</source>
        <translation>Klassifikatoren</translation>
    </message>
    <message>
        <source>%1 × %2 × %3 = %4 maps</source>
        <translation>%1 × %2 × %3 = %4 Karten</translation>
    </message>
    <message>
        <source>Photos, classifiers, methods, and how many maps that makes</source>
        <translation>Fotos, Klassifikatoren, Verfahren und wie viele Karten das macht</translation>
    </message>
</context>
<context>
    <name>fido::ui::EvaluationProgram</name>
    <message>
        <source>%1 cannot be started: %2. It belongs beside the window&apos;s program; install or build both.</source>
        <translation>%1 lässt sich nicht starten: %2. Es gehört neben das Programm des Fensters; installiere oder baue beide.</translation>
    </message>
    <message>
        <source>%1 cannot be made. Choose another folder for the results.</source>
        <translation>%1 lässt sich nicht anlegen. Wähle einen anderen Ordner für die Ergebnisse.</translation>
    </message>
    <message>
        <source>The program that measures was killed or crashed. What it has measured is kept; go on with Resume.</source>
        <translation>Das messende Programm wurde beendet oder ist abgestürzt. Was gemessen ist, bleibt; mit „Weiter“ geht es weiter.</translation>
    </message>
    <message>
        <source>The program that measures ended with code %1.</source>
        <translation>Das messende Programm endete mit Code %1.</translation>
    </message>
</context>
<context>
    <name>fido::ui::ExportController</name>
    <message>
        <source>Save a report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Save the run as an animation</source>
        <translation>Den Lauf als Animation speichern</translation>
    </message>
    <message>
        <source>Animated WebP (*.webp);;Numbered PNGs (*.png)</source>
        <translation>Animiertes WebP (*.webp);;Nummerierte PNGs (*.png)</translation>
    </message>
    <message>
        <source>Drawing the animation: %1 of %2 pictures</source>
        <translation>Die Animation entsteht: %1 von %2 Bildern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Saved in %1</source>
        <translation>Gespeichert in %1</translation>
    </message>
    <message>
        <source>Save the results in a new folder inside…</source>
        <translation>Die Ergebnisse in einem neuen Ordner speichern in…</translation>
    </message>
    <message>
        <source>The animation can be saved when the run has ended.</source>
        <translation>Die Animation kann gespeichert werden, wenn der Lauf zu Ende ist.</translation>
    </message>
    <message>
        <source>Copied: the command that gives the same in a terminal.</source>
        <translation>Kopiert: der Befehl, der im Terminal dasselbe ergibt.</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG-Bild (*.png)</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another folder.</source>
        <translation>%1 konnte nicht geschrieben werden: %2. Wähle einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
</context>
<context>
    <name>fido::ui::ExtremesView</name>
    <message>
        <source>Worst</source>
        <translation>Schlechteste</translation>
    </message>
    <message>
        <source>The photos with which the method fared worst, the worst first</source>
        <translation>Die Fotos, mit denen das Verfahren am schlechtesten fuhr, die schlechtesten zuerst</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Beste</translation>
    </message>
    <message>
        <source>The photos with which the method fared best, the best first</source>
        <translation>Die Fotos, mit denen das Verfahren am besten fuhr, die besten zuerst</translation>
    </message>
    <message>
        <source>Metric that orders the pictures</source>
        <translation>Metrik, die die Bilder ordnet</translation>
    </message>
    <message>
        <source>Photos, by how the method fared</source>
        <translation>Fotos danach, wie das Verfahren fuhr</translation>
    </message>
    <message>
        <source>Here come the photos with which the method fares worst and best.</source>
        <translation>Hierher kommen die Fotos, mit denen das Verfahren am schlechtesten und am besten fährt.</translation>
    </message>
    <message>
        <source>%1
Of this photo no map was kept. Double click opens it in the explorer.</source>
        <translation>%1
Von diesem Foto wurde keine Karte behalten. Ein Doppelklick öffnet es bei den Bildern.</translation>
    </message>
    <message>
        <source>%1
Double click opens it in the explorer.</source>
        <translation>%1
Ein Doppelklick öffnet es bei den Bildern.</translation>
    </message>
    <message>
        <source>The photo is not there.</source>
        <translation>Das Foto ist nicht da.</translation>
    </message>
</context>
<context>
    <name>fido::ui::GalleryPanel</name>
    <message>
        <source>%1 Click to infill with it.</source>
        <translation>%1 Klicken, um damit zu füllen.</translation>
    </message>
</context>
<context>
    <name>fido::ui::ImageCanvas</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Wheel zooms, dragging pans or takes the picture out; 0 fits the window</source>
        <translation>Das Rad zoomt, Ziehen verschiebt oder nimmt das Bild heraus; 0 passt ein</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Bild speichern…</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG-Bild (*.png)</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another folder.</source>
        <translation>%1 konnte nicht geschrieben werden: %2. Wähle einen anderen Ordner.</translation>
    </message>
    <message>
        <source>fidoscope</source>
        <translation>fidoscope</translation>
    </message>
</context>
<context>
    <name>fido::ui::Keeper</name>
    <message>
        <source>%1 It was put aside as %2.</source>
        <translation>%1 Sie wurde als %2 beiseitegelegt.</translation>
    </message>
</context>
<context>
    <name>fido::ui::LibraryPage</name>
    <message>
        <source>%1 → %2   area %3</source>
        <translation>%1 → %2   Fläche %3</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Search: photo, class, classifier, method, infill</source>
        <translation>Suchen: Foto, Klasse, Klassifikator, Verfahren, Füllung</translation>
    </message>
    <message>
        <source>Search the library of runs</source>
        <translation>Die Sammlung der Läufe durchsuchen</translation>
    </message>
    <message>
        <source>This photo</source>
        <translation>Dieses Foto</translation>
    </message>
    <message>
        <source>Only runs on the photo that is open</source>
        <translation>Nur Läufe auf dem offenen Foto</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Bring the run back with its settings, to scrub, save or run again (Enter)</source>
        <translation>Den Lauf mit seinen Einstellungen zurückholen: durchgehen, speichern, noch einmal starten (Eingabe)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Two to four runs side by side</source>
        <translation>Zwei bis vier Läufe nebeneinander</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the chosen runs; it can be undone (Del)</source>
        <translation>Die gewählten Läufe löschen; das lässt sich rückgängig machen (Entf)</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Every run that ends is kept here. There is none yet.</source>
        <translation>Jeder Lauf, der endet, wird hier aufgehoben. Noch gibt es keinen.</translation>
    </message>
    <message>
        <source>No run fits.</source>
        <translation>Kein Lauf passt.</translation>
    </message>
</context>
<context>
    <name>fido::ui::MainActions</name>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Öffnen…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Close the photo</source>
        <translation>Foto schließen</translation>
    </message>
    <message>
        <source>Save the session…</source>
        <translation>Sitzung speichern…</translation>
    </message>
    <message>
        <source>&amp;Paste a picture</source>
        <translation>Ein Bild &amp;einfügen</translation>
    </message>
    <message>
        <source>&amp;Save results…</source>
        <translation>Ergebnisse &amp;speichern…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Copy photo with map</source>
        <translation>Foto mit Karte kopieren</translation>
    </message>
    <message>
        <source>Copy counterfactual</source>
        <translation>Kontrafaktisches Bild kopieren</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>Als Befehl kopieren</translation>
    </message>
    <message>
        <source>Save a report (PDF)…</source>
        <translation>Bericht speichern (PDF)…</translation>
    </message>
    <message>
        <source>Save the run as an animation…</source>
        <translation>Den Lauf als Animation speichern…</translation>
    </message>
    <message>
        <source>Add a model…</source>
        <translation>Modell hinzufügen…</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>Erklären</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Show the map</source>
        <translation>Karte zeigen</translation>
    </message>
    <message>
        <source>Show the mask</source>
        <translation>Maske zeigen</translation>
    </message>
    <message>
        <source>Fit to the window</source>
        <translation>Ins Fenster einpassen</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>To the newest step</source>
        <translation>Zum neuesten Schritt</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Infills</source>
        <translation>Füllungen</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>The run&apos;s curves (Alt+1)</source>
        <translation>Die Kurven des Laufs (Alt+1)</translation>
    </message>
    <message>
        <source>The mask under every infiller, with the probability beneath (Alt+2)</source>
        <translation>Die Maske unter jeder Füllung, darunter die Wahrscheinlichkeit (Alt+2)</translation>
    </message>
    <message>
        <source>The probability after every edit of a mask (Alt+3)</source>
        <translation>Die Wahrscheinlichkeit nach jeder Änderung einer Maske (Alt+3)</translation>
    </message>
    <message>
        <source>Library of runs</source>
        <translation>Sammlung der Läufe</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Masks and infills</source>
        <translation>Masken und Füllungen</translation>
    </message>
    <message>
        <source>Every painted mask under every infill, as in the paper&apos;s Fig. 4 (F9)</source>
        <translation>Jede gemalte Maske unter jeder Füllung, wie Abb. 4 des Artikels (F9)</translation>
    </message>
    <message>
        <source>Every run that ended: search, reopen, compare (F7)</source>
        <translation>Jeder Lauf, der endete: suchen, wieder öffnen, vergleichen (F7)</translation>
    </message>
    <message>
        <source>Seeds, infills, methods or classifiers side by side (F8)</source>
        <translation>Startwerte, Füllungen, Verfahren oder Klassifikatoren nebeneinander (F8)</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Presenter mode</source>
        <translation>Vortragsmodus</translation>
    </message>
    <message>
        <source>Full screen: picture, mask and answer, in large type (F11)</source>
        <translation>Ganzer Bildschirm: Bild, Maske und Antwort, in großer Schrift (F11)</translation>
    </message>
    <message>
        <source>Guided tour</source>
        <translation>Geführte Tour</translation>
    </message>
    <message>
        <source>The paper in six steps, on a sample photo</source>
        <translation>Der Artikel in sechs Schritten, an einem Beispielfoto</translation>
    </message>
    <message>
        <source>Open a tour…</source>
        <translation>Tour öffnen…</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Nächster Schritt</translation>
    </message>
    <message>
        <source>Step before</source>
        <translation>Schritt davor</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>About Fidoscope</source>
        <translation>Über Fidoscope</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Recent photos</source>
        <translation>Letzte Fotos</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Teaching</source>
        <translation>Lehren</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>Methods compared on many photos: tables, the worst and the best (F10)</source>
        <translation>Verfahren auf vielen Fotos verglichen: Tabellen, die schlechtesten und die besten (F10)</translation>
    </message>
</context>
<context>
    <name>fido::ui::MainWindow</name>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>Erklären</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>%1 (F6)</source>
        <translation>%1 (F6)</translation>
    </message>
    <message>
        <source>Fidoscope</source>
        <translation>Fidoscope</translation>
    </message>
    <message>
        <source>%1 – Fidoscope</source>
        <translation>%1 – Fidoscope</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>entschieden</translation>
    </message>
    <message>
        <source>undecided: θ = ½</source>
        <translation>unentschieden: θ = ½</translation>
    </message>
    <message>
        <source>Infilled: %1</source>
        <translation>Gefüllt: %1</translation>
    </message>
    <message>
        <source>What has to stay for “%1”?</source>
        <translation>Was muss für „%1“ bleiben?</translation>
    </message>
    <message>
        <source>What has to go for “%1” to be lost?</source>
        <translation>Was muss weg, damit „%1“ verloren geht?</translation>
    </message>
    <message>
        <source>What speaks for “%1”?</source>
        <translation>Was spricht für „%1“?</translation>
    </message>
    <message>
        <source>What speaks for “%1” rather than “%2”?</source>
        <translation>Was spricht für „%1“ statt „%2“?</translation>
    </message>
    <message>
        <source>What has to stay for “%1” rather than “%2”?</source>
        <translation>Was muss für „%1“ statt „%2“ bleiben?</translation>
    </message>
    <message>
        <source>What has to go for “%2” rather than “%1”?</source>
        <translation>Was muss weg, damit es „%2“ statt „%1“ wird?</translation>
    </message>
    <message>
        <source>What if the hatched part were not there?</source>
        <translation>Was, wenn der schraffierte Teil nicht da wäre?</translation>
    </message>
    <message>
        <source>%1 Press Explain.</source>
        <translation>%1 Drücke Erklären.</translation>
    </message>
    <message>
        <source>The untouched photo</source>
        <translation>Das unberührte Foto</translation>
    </message>
    <message>
        <source>What the classifier sees under “%1”</source>
        <translation>Was der Klassifikator unter „%1“ sieht</translation>
    </message>
    <message>
        <source>What the classifier sees under a drawn mask</source>
        <translation>Was der Klassifikator unter einer gezogenen Maske sieht</translation>
    </message>
    <message>
        <source>What the classifier sees under the likeliest mask</source>
        <translation>Was der Klassifikator unter der wahrscheinlichsten Maske sieht</translation>
    </message>
    <message>
        <source>Open a photo</source>
        <translation>Foto öffnen</translation>
    </message>
    <message>
        <source>Pictures and sessions (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff *.fidoscope);;All files (*)</source>
        <translation>Bilder und Sitzungen (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff *.fidoscope);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>TorchScript models and cards (*.pt *.pth *.torchscript *.ts *.card.json);;All files (*)</source>
        <translation>TorchScript-Modelle und Karten (*.pt *.pth *.torchscript *.ts *.card.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save the mask</source>
        <translation>Maske speichern</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard. Copy one, or drop a file on the window.</source>
        <translation>In der Zwischenablage ist kein Bild. Kopiere eines, oder lass eine Datei auf das Fenster fallen.</translation>
    </message>
    <message>
        <source>Dropped picture</source>
        <translation>Abgelegtes Bild</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>Ein anderes öffnen…</translation>
    </message>
    <message>
        <source>Add a model…</source>
        <translation>Modell hinzufügen…</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>Anderer Ordner…</translation>
    </message>
    <message>
        <source>Fidoscope %1: ask an image classifier why.</source>
        <translation>Fidoscope %1: frage einen Bildklassifikator, warum.</translation>
    </message>
    <message>
        <source>Explanations by counterfactual generation: Chang, Creager, Goldenberg and Duvenaud, &quot;Explaining Image Classifiers by Counterfactual Generation&quot;, ICLR 2019.
Free software under the GNU General Public License, version 3 or later.</source>
        <translation>Erklärungen durch kontrafaktische Erzeugung: Chang, Creager, Goldenberg und Duvenaud, „Explaining Image Classifiers by Counterfactual Generation“, ICLR 2019.
Freie Software unter der GNU General Public License, Version 3 oder später.</translation>
    </message>
    <message>
        <source>The mask “%1”; what is hatched is taken away</source>
        <translation>Die Maske „%1“; was schraffiert ist, wird weggenommen</translation>
    </message>
    <message>
        <source>Where the map is undecided, θ(1 − θ)</source>
        <translation>Wo die Karte unentschieden ist, θ(1 − θ)</translation>
    </message>
    <message>
        <source>The map after %1 steps</source>
        <translation>Die Karte nach %1 Schritten</translation>
    </message>
    <message>
        <source>What the classifier then sees, infilled: %1</source>
        <translation>Was der Klassifikator dann sieht, gefüllt: %1</translation>
    </message>
    <message>
        <source>Press Explain. Here appears what the classifier
is then left with: the photo under the mask, infilled.</source>
        <translation>Drücke Erklären. Hier erscheint, was dem Klassifikator
dann bleibt: das Foto unter der Maske, gefüllt.</translation>
    </message>
    <message>
        <source>Compare with the untouched photo</source>
        <translation>Mit dem unberührten Foto vergleichen</translation>
    </message>
    <message>
        <source>Hold to see the untouched photo in its place (or hold C)</source>
        <translation>Gedrückt halten, um das unberührte Foto an seiner Stelle zu sehen (oder C halten)</translation>
    </message>
    <message>
        <source>Before and after in one picture, with a line to drag (arrow keys move it)</source>
        <translation>Vorher und nachher in einem Bild, mit einer Linie zum Ziehen (Pfeiltasten bewegen sie)</translation>
    </message>
    <message>
        <source>Before and after slider</source>
        <translation>Schieber für vorher und nachher</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Save the figure</source>
        <translation>Abbildung speichern</translation>
    </message>
    <message>
        <source>masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>The run was deleted.</source>
        <translation>Der Lauf wurde gelöscht.</translation>
    </message>
    <message>
        <source>%1 runs were deleted.</source>
        <translation>%1 Läufe wurden gelöscht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Open a tour</source>
        <translation>Tour öffnen</translation>
    </message>
    <message>
        <source>Tours (*.json)</source>
        <translation>Touren (*.json)</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>fido::ui::MapControls</name>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Show the map: how much each part matters (M)</source>
        <translation>Karte zeigen: wie wichtig jeder Teil ist (M)</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Opacity of the map</source>
        <translation>Deckkraft der Karte</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Colours of the map, perceptually uniform</source>
        <translation>Farben der Karte, gleichmäßig für das Auge</translation>
    </message>
    <message>
        <source>Importance</source>
        <translation>Wichtigkeit</translation>
    </message>
    <message>
        <source>How much each part matters: 1 − θ where parts are kept (SSR), θ where they are dropped (SDR)</source>
        <translation>Wie wichtig jeder Teil ist: 1 − θ, wo Teile bleiben (SSR), θ, wo sie wegfallen (SDR)</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>Unentschieden</translation>
    </message>
    <message>
        <source>θ(1 − θ), the variance of a pixel of a drawn mask: where the run has not made up its mind</source>
        <translation>θ(1 − θ), die Varianz eines Pixels einer gezogenen Maske: wo der Lauf sich nicht entschieden hat</translation>
    </message>
    <message>
        <source>A mask drawn from the map</source>
        <translation>Eine aus der Karte gezogene Maske</translation>
    </message>
    <message>
        <source>Each pixel is dropped with its probability θ, as in the steps of the run and in the marginal confidence</source>
        <translation>Jedes Pixel fällt mit seiner Wahrscheinlichkeit θ weg, wie in den Schritten des Laufs und im marginalen Wert</translation>
    </message>
    <message>
        <source>The likeliest mask</source>
        <translation>Die wahrscheinlichste Maske</translation>
    </message>
    <message>
        <source>MAP: dropped where θ is over one half</source>
        <translation>MAP: weg, wo θ über einhalb liegt</translation>
    </message>
    <message>
        <source>Blank out what is dropped: a mask drawn from the map (K)</source>
        <translation>Ausblenden, was wegfällt: eine aus der Karte gezogene Maske (K)</translation>
    </message>
    <message>
        <source>Hatch what is dropped: where the drop probability θ is over one half (K)</source>
        <translation>Schraffieren, was wegfällt: wo die Wahrscheinlichkeit θ über einhalb liegt (K)</translation>
    </message>
</context>
<context>
    <name>fido::ui::MaskFigure</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the whole figure as a picture</source>
        <translation>Die ganze Abbildung als Bild kopieren</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Save the whole figure as a PNG</source>
        <translation>Die ganze Abbildung als PNG speichern</translation>
    </message>
    <message>
        <source>Paint a mask, or two: each becomes a row here.</source>
        <translation>Male eine Maske oder zwei: jede wird hier eine Zeile.</translation>
    </message>
    <message>
        <source>Open a photo and paint a mask first.</source>
        <translation>Öffne zuerst ein Foto und male eine Maske.</translation>
    </message>
    <message>
        <source>p(%1), %2 for the untouched photo</source>
        <translation>p(%1), %2 für das unberührte Foto</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
</context>
<context>
    <name>fido::ui::MaskImporter</name>
    <message>
        <source>Load a mask</source>
        <translation>Maske laden</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)</source>
        <translation>Bilder (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Paste a mask</source>
        <translation>Maske einfügen</translation>
    </message>
    <message>
        <source>%1 has greys: photo and infill are blended there. Or cut it in two:</source>
        <translation>%1 enthält Grautöne: dort werden Foto und Füllung gemischt. Oder in zwei schneiden:</translation>
    </message>
    <message>
        <source>Where the mask is cut</source>
        <translation>Wo die Maske geschnitten wird</translation>
    </message>
    <message>
        <source>What is at least so light is kept, the rest is dropped</source>
        <translation>Was mindestens so hell ist, bleibt; der Rest fällt weg</translation>
    </message>
    <message>
        <source>Cut at %1 %</source>
        <translation>Bei %1 % schneiden</translation>
    </message>
    <message>
        <source>Cut in two</source>
        <translation>In zwei schneiden</translation>
    </message>
</context>
<context>
    <name>fido::ui::MaskPanel</name>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Which mask the answer is for; double click renames</source>
        <translation>Für welche Maske die Antwort gilt; Doppelklick benennt um</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Paint what is dropped and infilled (%1 swaps)</source>
        <translation>Malen, was wegfällt und gefüllt wird (%1 tauscht)</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Paint what is kept (%1 swaps); a new mask then begins with everything dropped</source>
        <translation>Malen, was bleibt (%1 tauscht); eine neue Maske beginnt dann mit nichts</translation>
    </message>
    <message>
        <source>From the map</source>
        <translation>Aus der Karte</translation>
    </message>
    <message>
        <source>Cut the map at an importance: what lies over it is kept (SSR) or dropped (SDR)</source>
        <translation>Die Karte bei einer Wichtigkeit abschneiden: was darüber liegt, bleibt (SSR) oder fällt weg (SDR)</translation>
    </message>
    <message>
        <source>For a run</source>
        <translation>Für Läufe</translation>
    </message>
    <message>
        <source>What the painted mask is to a run</source>
        <translation>Was die gemalte Maske für einen Lauf ist</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Runs do not look at painted masks</source>
        <translation>Läufe beachten gemalte Masken nicht</translation>
    </message>
    <message>
        <source>where it starts</source>
        <translation>wo er beginnt</translation>
    </message>
    <message>
        <source>θ begins at .1 where the mask keeps and .9 where it drops, and is free to move</source>
        <translation>θ beginnt bei 0,1, wo die Maske behält, und 0,9, wo sie weglässt, und ist dann frei</translation>
    </message>
    <message>
        <source>what stays kept</source>
        <translation>was immer bleibt</translation>
    </message>
    <message>
        <source>What the mask keeps stays kept (θ = 0); the run decides about the rest</source>
        <translation>Was die Maske behält, bleibt (θ = 0); über den Rest entscheidet der Lauf</translation>
    </message>
    <message>
        <source>what stays dropped</source>
        <translation>was immer weg ist</translation>
    </message>
    <message>
        <source>What the mask drops stays dropped (θ = 1); the run decides about the rest</source>
        <translation>Was die Maske weglässt, bleibt weg (θ = 1); über den Rest entscheidet der Lauf</translation>
    </message>
    <message>
        <source>What the mask chosen last is to the next run. %1</source>
        <translation>Was die zuletzt gewählte Maske für den nächsten Lauf ist. %1</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Every edit; a click goes back or forth to it</source>
        <translation>Jede Änderung; ein Klick geht zu ihr zurück oder vor</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>How unlike the clicked pixel a colour may be</source>
        <translation>Wie unähnlich eine Farbe dem angeklickten Pixel sein darf</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>How large a superpixel is</source>
        <translation>Wie groß ein Superpixel ist</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Size of the brush ([ and ], or Shift-drag on the picture)</source>
        <translation>Größe des Pinsels ([ und ], oder Ziehen mit Umschalt auf dem Bild)</translation>
    </message>
    <message>
        <source>The run&apos;s mask</source>
        <translation>Die Maske des Laufs</translation>
    </message>
    <message>
        <source>Threshold of the map</source>
        <translation>Schwelle der Karte</translation>
    </message>
</context>
<context>
    <name>fido::ui::Masks</name>
    <message>
        <source>Mask %1</source>
        <translation>Maske %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
</context>
<context>
    <name>fido::ui::MethodList</name>
    <message>
        <source>Methods to compare</source>
        <translation>Verfahren zum Vergleich</translation>
    </message>
    <message>
        <source>Drag to order: the others are tested against the first that is ticked. Del takes away what was added.</source>
        <translation>Ziehen ordnet: Die anderen werden gegen das erste angekreuzte getestet. Entf nimmt weg, was hinzugefügt wurde.</translation>
    </message>
    <message>
        <source>Method to add</source>
        <translation>Verfahren zum Hinzufügen</translation>
    </message>
    <message>
        <source>Infill of the method to add</source>
        <translation>Füllung des Verfahrens zum Hinzufügen</translation>
    </message>
    <message>
        <source>Add the method with this infill</source>
        <translation>Das Verfahren mit dieser Füllung hinzufügen</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
</context>
<context>
    <name>fido::ui::MethodPicker</name>
    <message>
        <source>A masker knows one class and not the difference of two.</source>
        <translation>Ein Maskierer kennt eine Klasse und nicht den Unterschied zweier.</translation>
    </message>
    <message>
        <source>No masker was trained for this classifier.</source>
        <translation>Für diesen Klassifikator wurde kein Maskierer trainiert.</translation>
    </message>
    <message>
        <source>It asks about the class that the network names, not about another one.</source>
        <translation>Es fragt nach der Klasse, die das Netz nennt, nicht nach einer anderen.</translation>
    </message>
    <message>
        <source>Methods side by side</source>
        <translation>Verfahren nebeneinander</translation>
    </message>
    <message>
        <source>A mask, step by step</source>
        <translation>Eine Maske, Schritt für Schritt</translation>
    </message>
    <message>
        <source>A map, from looks at the photo</source>
        <translation>Eine Karte, aus Blicken auf das Foto</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Four are chosen already: untick one of them first.</source>
        <translation>Vier sind schon gewählt: nimm erst eines davon heraus.</translation>
    </message>
    <message>
        <source>Choose two to four.</source>
        <translation>Wähle zwei bis vier.</translation>
    </message>
    <message>
        <source>Up to four.</source>
        <translation>Bis zu vier.</translation>
    </message>
    <message>
        <source>Four at most: untick one to choose another.</source>
        <translation>Höchstens vier: nimm eines heraus, um ein anderes zu wählen.</translation>
    </message>
    <message>
        <source>Explain with one method</source>
        <translation>Mit einem Verfahren erklären</translation>
    </message>
    <message>
        <source>Explain with %1 methods</source>
        <translation>Mit %1 Verfahren erklären</translation>
    </message>
</context>
<context>
    <name>fido::ui::ModelChooser</name>
    <message>
        <source>Choose a model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>The classifier that is asked</source>
        <translation>Der Klassifikator, der gefragt wird</translation>
    </message>
    <message>
        <source>%1 pixels. %2</source>
        <translation>%1 Pixel. %2</translation>
    </message>
    <message>
        <source>Add a model…</source>
        <translation>Modell hinzufügen…</translation>
    </message>
</context>
<context>
    <name>fido::ui::ModelSheet</name>
    <message>
        <source>ImageNet mean and std</source>
        <translation>Mittel und Streuung von ImageNet</translation>
    </message>
    <message>
        <source>−1 to 1 (mean 0.5, std 0.5)</source>
        <translation>−1 bis 1 (Mittel 0,5, Streuung 0,5)</translation>
    </message>
    <message>
        <source>0 to 1, as they are</source>
        <translation>0 bis 1, wie sie sind</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>A TorchScript file does not say how its input is made. The answers are written to a card beside it and never asked again.</source>
        <translation>Eine TorchScript-Datei sagt nicht, wie ihre Eingabe entsteht. Die Antworten kommen auf eine Karte daneben und werden nie wieder erfragt.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Input size, width × height</source>
        <translation>Eingabegröße, Breite × Höhe</translation>
    </message>
    <message>
        <source>Pixel values</source>
        <translation>Pixelwerte</translation>
    </message>
    <message>
        <source>Red, green, blue</source>
        <translation>Rot, Grün, Blau</translation>
    </message>
    <message>
        <source>Blue, green, red</source>
        <translation>Blau, Grün, Rot</translation>
    </message>
    <message>
        <source>Grey, one channel</source>
        <translation>Grau, ein Kanal</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>The whole photo, squashed</source>
        <translation>Das ganze Foto, gestaucht</translation>
    </message>
    <message>
        <source>Centre crop of 87.5 %</source>
        <translation>Mittlerer Ausschnitt von 87,5 %</translation>
    </message>
    <message>
        <source>What it is shown</source>
        <translation>Was es zu sehen bekommt</translation>
    </message>
    <message>
        <source>Logits</source>
        <translation>Logits</translation>
    </message>
    <message>
        <source>Log-probabilities</source>
        <translation>Log-Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>ImageNet, 1,000 names</source>
        <translation>ImageNet, 1.000 Namen</translation>
    </message>
    <message>
        <source>A text file, a class a line…</source>
        <translation>Eine Textdatei, eine Klasse je Zeile…</translation>
    </message>
    <message>
        <source>Numbers only</source>
        <translation>Nur Nummern</translation>
    </message>
    <message>
        <source>Class names</source>
        <translation>Klassennamen</translation>
    </message>
    <message>
        <source>How many classes</source>
        <translation>Wie viele Klassen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Text, line i = class i (*.txt *.names *.csv);;All files (*)</source>
        <translation>Text, Zeile i = Klasse i (*.txt *.names *.csv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>No file chosen</source>
        <translation>Keine Datei gewählt</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Lädt…</translation>
    </message>
</context>
<context>
    <name>fido::ui::NumberLabel</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>fido::ui::Page</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to the pictures (Esc)</source>
        <translation>Zurück zu den Bildern (Esc)</translation>
    </message>
</context>
<context>
    <name>fido::ui::Restorer</name>
    <message>
        <source>%1 is not in %2 any more.</source>
        <translation>%1 ist nicht mehr in %2.</translation>
    </message>
    <message>
        <source>%1 is another picture than that of the session.</source>
        <translation>%1 ist ein anderes Bild als das der Sitzung.</translation>
    </message>
    <message>
        <source>The masks were left out: the picture has another shape (%1 × %2, not %3 × %4).</source>
        <translation>Die Masken wurden weggelassen: das Bild hat eine andere Form (%1 × %2, nicht %3 × %4).</translation>
    </message>
    <message>
        <source>The run was left out: its classifier %1 is not there.</source>
        <translation>Der Lauf wurde weggelassen: sein Klassifikator %1 ist nicht da.</translation>
    </message>
    <message>
        <source>The run was left out: the classifier %1 has changed since.</source>
        <translation>Der Lauf wurde weggelassen: der Klassifikator %1 hat sich seitdem geändert.</translation>
    </message>
</context>
<context>
    <name>fido::ui::RunLibrary</name>
    <message>
        <source>This run is not in the library any more.</source>
        <translation>Dieser Lauf ist nicht mehr in der Sammlung.</translation>
    </message>
    <message>
        <source>The run</source>
        <translation>Der Lauf</translation>
    </message>
</context>
<context>
    <name>fido::ui::RunPanel</name>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alles zurücksetzen</translation>
    </message>
    <message>
        <source>Every field back to the method&apos;s default</source>
        <translation>Jedes Feld zurück auf den Standard des Verfahrens</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message numerus="yes">
        <source>Advanced, %n changed</source>
        <translation>
            <numerusform>Erweitert, %n geändert</numerusform>
            <numerusform>Erweitert, %n geändert</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fido::ui::RunPlots</name>
    <message>
        <source>Curves of the run</source>
        <translation>Kurven des Laufs</translation>
    </message>
    <message>
        <source>Arrow keys go back and forth through the run</source>
        <translation>Pfeiltasten gehen durch den Lauf vor und zurück</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>score</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>infilled</source>
        <translation>gefüllt</translation>
    </message>
    <message>
        <source>kept area</source>
        <translation>behaltene Fläche</translation>
    </message>
    <message>
        <source>dropped area</source>
        <translation>weggelassene Fläche</translation>
    </message>
    <message>
        <source>Dashed: the target&apos;s probability on the untouched photo, %1</source>
        <translation>Gestrichelt: Wahrscheinlichkeit der Zielklasse auf dem unberührten Foto, %1</translation>
    </message>
    <message>
        <source>Copy values</source>
        <translation>Werte kopieren</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
</context>
<context>
    <name>fido::ui::ScrubBar</name>
    <message>
        <source>Back through the run: the map after so many steps</source>
        <translation>Zurück durch den Lauf: die Karte nach so vielen Schritten</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>To the newest step (End)</source>
        <translation>Zum neuesten Schritt (Ende)</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>fido::ui::Session</name>
    <message>
        <source>Loading…</source>
        <translation>Lädt…</translation>
    </message>
    <message>
        <source>Loading %1…</source>
        <translation>%1 wird geladen…</translation>
    </message>
    <message>
        <source>Preparing the run…</source>
        <translation>Der Lauf wird vorbereitet…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Hält an…</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>Arbeitet…</translation>
    </message>
    <message>
        <source>Classifying…</source>
        <translation>Klassifiziert…</translation>
    </message>
    <message>
        <source>No classifier was found. Add one: a TorchScript file (.pt) with a few words about its input.</source>
        <translation>Kein Klassifikator wurde gefunden. Füge einen hinzu: eine TorchScript-Datei (.pt) mit ein paar Worten über ihre Eingabe.</translation>
    </message>
    <message>
        <source>The run is to be given a painted mask, and there is none. Paint one, or choose “nothing” for it in the list under the masks.</source>
        <translation>Der Lauf soll eine gemalte Maske bekommen, und es gibt keine. Male eine, oder wähle dafür „nichts“ in der Liste unter den Masken.</translation>
    </message>
</context>
<context>
    <name>fido::ui::SessionPersistence</name>
    <message>
        <source>What is open is not being kept: %1</source>
        <translation>Was offen ist, wird nicht gesichert: %1</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>Save the session</source>
        <translation>Sitzung speichern</translation>
    </message>
    <message>
        <source>Sessions (*.fidoscope)</source>
        <translation>Sitzungen (*.fidoscope)</translation>
    </message>
    <message>
        <source>Fidoscope ended without closing. Kept from %1: %2.</source>
        <translation>Fidoscope endete, ohne zu schließen. Gesichert am %1: %2.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>What is open cannot be kept for the next start: %1</source>
        <translation>Was offen ist, lässt sich nicht für den nächsten Start aufheben: %1</translation>
    </message>
    <message>
        <source>Save the session…</source>
        <translation>Sitzung speichern…</translation>
    </message>
    <message>
        <source>Close all the same</source>
        <translation>Trotzdem schließen</translation>
    </message>
    <message>
        <source>%1 was put away with its masks.</source>
        <translation>%1 wurde mit seinen Masken weggelegt.</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Find it…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Where is %1 now?</source>
        <translation>Wo ist %1 jetzt?</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff);;All files (*)</source>
        <translation>Bilder (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>Dieses nehmen</translation>
    </message>
</context>
<context>
    <name>fido::ui::ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Tools and run</source>
        <translation>Werkzeuge und Lauf</translation>
    </message>
    <message>
        <source>On a picture</source>
        <translation>Auf einem Bild</translation>
    </message>
    <message>
        <source>Wheel, +, −</source>
        <translation>Rad, +, −</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>Am Zeiger zoomen</translation>
    </message>
    <message>
        <source>Space, middle button</source>
        <translation>Leertaste, mittlere Taste</translation>
    </message>
    <message>
        <source>Hold and drag to pan</source>
        <translation>Halten und ziehen, um zu verschieben</translation>
    </message>
    <message>
        <source>Shift and drag</source>
        <translation>Umschalt und ziehen</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>Größe des Pinsels</translation>
    </message>
    <message>
        <source>Double click, 0</source>
        <translation>Doppelklick, 0</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>C</source>
        <translation>C</translation>
    </message>
    <message>
        <source>Hold to see the untouched photo</source>
        <translation>Halten, um das unberührte Foto zu sehen</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>Pfeile</translation>
    </message>
    <message>
        <source>Pan, or move the line between before and after</source>
        <translation>Verschieben, oder die Linie zwischen vorher und nachher bewegen</translation>
    </message>
    <message>
        <source>Enter, Esc</source>
        <translation>Eingabe, Esc</translation>
    </message>
    <message>
        <source>Close the polygon, or give it up</source>
        <translation>Das Vieleck schließen oder aufgeben</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Leave a page or presenter mode, or close the message</source>
        <translation>Eine Seite oder den Vortragsmodus verlassen oder die Meldung schließen</translation>
    </message>
</context>
<context>
    <name>fido::ui::SpecRow</name>
    <message>
        <source>Total variation</source>
        <translation>Gesamtvariation</translation>
    </message>
    <message>
        <source>Back to the method&apos;s default, %1</source>
        <translation>Zurück zum Standard des Verfahrens, %1</translation>
    </message>
</context>
<context>
    <name>fido::ui::StatusLine</name>
    <message>
        <source>Where the classifier runs</source>
        <translation>Wo der Klassifikator läuft</translation>
    </message>
    <message>
        <source>Time of one step: the samples through the classifier, forward and back</source>
        <translation>Zeit eines Schritts: die Stichproben durch den Klassifikator, vor und zurück</translation>
    </message>
    <message>
        <source>Steps done, and the time left</source>
        <translation>Getane Schritte und verbleibende Zeit</translation>
    </message>
    <message>
        <source>s(c) of the class asked about: of the untouched photo, and under the mask shown</source>
        <translation>s(c) der gefragten Klasse: des unberührten Fotos, und unter der gezeigten Maske</translation>
    </message>
    <message>
        <source>The pixel under the cursor: θ is its drop probability</source>
        <translation>Das Pixel unter dem Zeiger: θ ist die Wahrscheinlichkeit, dass es wegfällt</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n threads</source>
        <translation>
            <numerusform>%1, %n Threads</numerusform>
            <numerusform>%1, %n Threads</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 s/step</source>
        <translation>%1 s je Schritt</translation>
    </message>
    <message>
        <source>Waiting…</source>
        <translation>Wartet…</translation>
    </message>
    <message>
        <source>, stopped</source>
        <translation>, angehalten</translation>
    </message>
    <message>
        <source>, done in %1</source>
        <translation>, fertig in %1</translation>
    </message>
    <message>
        <source>, paused</source>
        <translation>, Pause</translation>
    </message>
    <message>
        <source>, failed</source>
        <translation>, gescheitert</translation>
    </message>
    <message>
        <source>, cut off</source>
        <translation>, abgebrochen</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, noch %1</translation>
    </message>
    <message>
        <source>log-odds %1 → %2</source>
        <translation>Log-Odds %1 → %2</translation>
    </message>
    <message>
        <source>   θ %1   importance %2</source>
        <translation>   θ %1   Wichtigkeit %2</translation>
    </message>
    <message>
        <source>The evaluation that goes on beside the window (F10)</source>
        <translation>Die Auswertung, die neben dem Fenster läuft (F10)</translation>
    </message>
</context>
<context>
    <name>fido::ui::TopBar</name>
    <message>
        <source>Infill</source>
        <translation>Füllung</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>What takes the place of dropped pixels. %1</source>
        <translation>Was an die Stelle weggelassener Pixel tritt. %1</translation>
    </message>
</context>
<context>
    <name>fido::ui::TourBar</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>The step before (Page Up)</source>
        <translation>Der Schritt davor (Bild auf)</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>The next step (Page Down)</source>
        <translation>Der nächste Schritt (Bild ab)</translation>
    </message>
    <message>
        <source>End the tour</source>
        <translation>Die Tour beenden</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>fido::ui::TourPlayer</name>
    <message>
        <source>Tour: %1</source>
        <translation>Tour: %1</translation>
    </message>
</context>
<context>
    <name>fido::ui::Welcome</name>
    <message>
        <source>Drop a photo here</source>
        <translation>Lass hier ein Foto fallen</translation>
    </message>
    <message>
        <source>and see what made the classifier say what it says.</source>
        <translation>und sieh, was den Klassifikator sagen ließ, was er sagt.</translation>
    </message>
    <message>
        <source>Open a photo…</source>
        <translation>Foto öffnen…</translation>
    </message>
    <message>
        <source>Or begin with one of these</source>
        <translation>Oder beginne mit einem von diesen</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
</context>
</TS>
