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
        <source>This picture has no file that a command could name. Save it and open the file.</source>
        <translation>Das Bild hat keine Datei, die ein Befehl nennen könnte. Speichere es und öffne die Datei.</translation>
    </message>
    <message>
        <source>The run needs a painted mask, but there is none. Paint one first.</source>
        <translation>Der Lauf braucht eine gemalte Maske, aber es gibt keine. Male zuerst eine.</translation>
    </message>
</context>
<context>
    <name>EvaluationPlan</name>
    <message>
        <source>%1 is not a valid plan file.</source>
        <translation>%1 ist keine gültige Plandatei.</translation>
    </message>
    <message>
        <source>Choose a folder of photos.</source>
        <translation>Wähle einen Ordner mit Fotos.</translation>
    </message>
    <message>
        <source>%1 is not a folder. Choose the folder that contains the photos.</source>
        <translation>%1 ist kein Ordner. Wähle den Ordner mit den Fotos.</translation>
    </message>
    <message>
        <source>Choose the CSV file with the photos&apos; classes and boxes: image,label_0based,x0,y0,x1,y1.</source>
        <translation>Wähle die CSV-Datei mit Klassen und Kästen der Fotos: image,label_0based,x0,y0,x1,y1.</translation>
    </message>
    <message>
        <source>%1 is not a file. Choose the CSV file with the photos&apos; classes and boxes.</source>
        <translation>%1 ist keine Datei. Wähle die CSV-Datei mit Klassen und Kästen der Fotos.</translation>
    </message>
    <message>
        <source>Choose a classifier.</source>
        <translation>Wähle einen Klassifikator.</translation>
    </message>
    <message>
        <source>Select at least one method.</source>
        <translation>Wähle mindestens ein Verfahren.</translation>
    </message>
    <message>
        <source>The folder does not record where the photos are. Choose the photo folder on the left.</source>
        <translation>Im Ordner steht nicht, wo die Fotos liegen. Wähle links den Ordner mit den Fotos.</translation>
    </message>
    <message>
        <source>The folder does not record where the boxes are. Choose the CSV file on the left.</source>
        <translation>Im Ordner steht nicht, wo die Kästen liegen. Wähle links die CSV-Datei.</translation>
    </message>
    <message>
        <source>%1 does not contain the boxes that this evaluation started with. Choose the original file on the left.</source>
        <translation>%1 enthält nicht die Kästen, mit denen diese Auswertung begann. Wähle links die ursprüngliche Datei.</translation>
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
        <source>Higher is better.</source>
        <translation>Höher ist besser.</translation>
    </message>
    <message>
        <source>Lower is better.</source>
        <translation>Niedriger ist besser.</translation>
    </message>
    <message>
        <source>Descriptive only: neither direction is better.</source>
        <translation>Nur beschreibend: Keine Richtung ist besser.</translation>
    </message>
    <message numerus="yes">
        <source>Mean with 95 % interval. Photos: %n.</source>
        <translation>
            <numerusform>Mittel von %n Foto, mit 95-%-Intervall.</numerusform>
            <numerusform>Mittel von %n Fotos, mit 95-%-Intervall.</numerusform>
        </translation>
    </message>
    <message>
        <source>p = %1 against the first method, on the photos that both have in common.</source>
        <translation>p = %1 gegen das erste Verfahren, auf den gemeinsamen Fotos.</translation>
    </message>
    <message>
        <source>%1: reference for the significance tests</source>
        <translation>%1: Bezug der Signifikanztests</translation>
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
        <source>Copy row</source>
        <translation>Zeile kopieren</translation>
    </message>
    <message>
        <source>Necessity</source>
        <translation>Notwendigkeit</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>can be dropped</source>
        <translation>entbehrlich</translation>
    </message>
    <message>
        <source>no evidence</source>
        <translation>kein Hinweis</translation>
    </message>
    <message>
        <source>evidence for the class</source>
        <translation>spricht für die Klasse</translation>
    </message>
    <message>
        <source>keep to preserve the class</source>
        <translation>behalten, damit die Klasse bleibt</translation>
    </message>
    <message>
        <source>can be kept</source>
        <translation>darf bleiben</translation>
    </message>
    <message>
        <source>drop to destroy the class</source>
        <translation>weglassen, damit die Klasse verschwindet</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Open a photo and choose a classifier first.</source>
        <translation>Öffne zuerst ein Foto und wähle einen Klassifikator.</translation>
    </message>
    <message>
        <source>The photo has not been classified yet. Try again in a moment.</source>
        <translation>Das Foto ist noch nicht klassifiziert. Versuche es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Explanation of %1</source>
        <translation>Erklärung zu %1</translation>
    </message>
    <message>
        <source>How likely is “%1” when “%2” is dropped?</source>
        <translation>Wie wahrscheinlich ist „%1“, wenn „%2“ wegfällt?</translation>
    </message>
    <message>
        <source>What must stay to keep “%1”?</source>
        <translation>Was muss bleiben, damit „%1“ bleibt?</translation>
    </message>
    <message>
        <source>What must go to lose “%1”?</source>
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
    <message numerus="yes">
        <source>%n samples</source>
        <translation>
            <numerusform>%n Stichprobe</numerusform>
            <numerusform>%n Stichproben</numerusform>
        </translation>
    </message>
    <message>
        <source>share dropped</source>
        <translation>weggelassener Anteil</translation>
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
    <message numerus="yes">
        <source>%n threads</source>
        <translation>
            <numerusform>%n Thread</numerusform>
            <numerusform>%n Threads</numerusform>
        </translation>
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
    <message>
        <source>1 sample</source>
        <translation>1 Stichprobe</translation>
    </message>
    <message>
        <source>1 thread</source>
        <translation>1 Thread</translation>
    </message>
    <message>
        <source>What must stay to keep %1 % of the evidence for “%2”?</source>
        <translation>Was muss bleiben, damit %1 % der Hinweise auf „%2“ bleiben?</translation>
    </message>
    <message>
        <source>What must go to take away %1 % of the evidence for “%2”?</source>
        <translation>Was muss weg, damit %1 % der Hinweise auf „%2“ verloren gehen?</translation>
    </message>
    <message>
        <source>%1, wanted: %2</source>
        <translation>%1, angestrebt: %2</translation>
    </message>
    <message>
        <source>area above ½</source>
        <translation>Fläche über ½</translation>
    </message>
    <message>
        <source>log-odds under masks</source>
        <translation>Log-Odds unter Masken</translation>
    </message>
    <message>
        <source>kept by the masks</source>
        <translation>von Masken behalten</translation>
    </message>
    <message>
        <source>dropped by the masks</source>
        <translation>von Masken entfernt</translation>
    </message>
</context>
<context>
    <name>RunLibrary</name>
    <message>
        <source>it was made by a newer version of Fidoscope (format %1; this version reads format %2)</source>
        <translation>sie stammt von einer neueren Version von Fidoscope (Format %1; diese liest Format %2)</translation>
    </message>
    <message>
        <source>Move the file elsewhere to start a new library.</source>
        <translation>Verschiebe die Datei, um eine neue Sammlung zu beginnen.</translation>
    </message>
    <message>
        <source>Close other programs that use it, or check the free space and the permissions of its folder.</source>
        <translation>Schließe andere Programme, die sie benutzen, oder prüfe den freien Platz und die Rechte ihres Ordners.</translation>
    </message>
    <message>
        <source>%1: the run library cannot be used: %2. %3</source>
        <translation>%1: Die Sammlung der Läufe ist nicht benutzbar: %2. %3</translation>
    </message>
</context>
<context>
    <name>SessionFile</name>
    <message>
        <source>a mask</source>
        <translation>eine Maske</translation>
    </message>
    <message numerus="yes">
        <source>%n masks</source>
        <translation>
            <numerusform>%n Maske</numerusform>
            <numerusform>%n Masken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>a run of %n steps</source>
        <translation>
            <numerusform>ein Lauf von %n Schritt</numerusform>
            <numerusform>ein Lauf von %n Schritten</numerusform>
        </translation>
    </message>
    <message>
        <source>is not a Fidoscope session. Choose a file that ends in %1.</source>
        <translation>ist keine Sitzung von Fidoscope. Wähle eine Datei, die auf %1 endet.</translation>
    </message>
    <message>
        <source>is damaged: its first line does not name a format. Choose another copy.</source>
        <translation>ist beschädigt: die erste Zeile nennt kein Format. Wähle eine andere Kopie.</translation>
    </message>
    <message>
        <source>was saved by a newer version of Fidoscope (format %1; this version reads up to format %2). Update Fidoscope to open it.</source>
        <translation>wurde von einer neueren Version von Fidoscope gespeichert (Format %1; diese liest bis Format %2). Aktualisiere Fidoscope, um sie zu öffnen.</translation>
    </message>
    <message>
        <source>is truncated or damaged (its hash does not match). Choose another copy.</source>
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
    <message>
        <source>a run of one step</source>
        <translation>ein Lauf von einem Schritt</translation>
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
        <source>uses a newer format than %1; update Fidoscope</source>
        <translation>hat ein neueres Format als %1; aktualisiere Fidoscope</translation>
    </message>
    <message>
        <source>&quot;steps&quot; must be a list with at least one step</source>
        <translation>&quot;steps&quot; muss eine Liste mit mindestens einem Schritt sein</translation>
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
        <source>&quot;%1&quot;: unknown value &quot;%2&quot;; did you mean &quot;%3&quot;?</source>
        <translation>&quot;%1&quot;: unbekannter Wert &quot;%2&quot;; ist &quot;%3&quot; gemeint?</translation>
    </message>
    <message>
        <source>needs a &quot;title&quot; and a &quot;text&quot;</source>
        <translation>braucht &quot;title&quot; und &quot;text&quot;</translation>
    </message>
    <message>
        <source>&quot;photo&quot;: %1 is neither in the tour&apos;s folder nor among the samples</source>
        <translation>&quot;photo&quot;: %1 liegt weder im Ordner der Tour noch bei den Beispielen</translation>
    </message>
    <message>
        <source>&quot;settings&quot;: unknown setting &quot;%1&quot;</source>
        <translation>&quot;settings&quot;: unbekannte Einstellung &quot;%1&quot;</translation>
    </message>
    <message>
        <source>a mask needs a &quot;name&quot; and a &quot;box&quot;: left, top, width and height as fractions of the photo</source>
        <translation>eine Maske braucht &quot;name&quot; und &quot;box&quot;: links, oben, Breite und Höhe als Bruchteile des Fotos</translation>
    </message>
    <message>
        <source>not valid JSON (%1, byte %2)</source>
        <translation>kein gültiges JSON (%1, Byte %2)</translation>
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
        <source>a string</source>
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
        <source>&quot;target&quot; must be a class index or a label</source>
        <translation>„target“ muss ein Klassenindex oder ein Name sein</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Push-pull</source>
        <translation>Push-pull</translation>
    </message>
    <message>
        <source>Averages kept pixels into ever coarser levels and fills each hole from the coarser level (Gortler et al. 1996).</source>
        <translation>Mittelt behaltene Pixel zu immer gröberen Stufen und füllt jedes Loch aus der gröberen Stufe (Gortler et al. 1996).</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>Örtlich</translation>
    </message>
    <message>
        <source>The mean of the kept pixels in a 15 × 15 window around each dropped pixel.</source>
        <translation>Der Mittelwert der behaltenen Pixel in einem Fenster von 15 × 15 um jedes weggelassene Pixel.</translation>
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
        <source>The photo blurred by a Gaussian with a standard deviation of 10 pixels.</source>
        <translation>Das Foto, weichgezeichnet mit einer Gauß-Funktion mit 10 Pixeln Standardabweichung.</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Zufall</translation>
    </message>
    <message>
        <source>One random colour per photo plus noise at every pixel, drawn anew at every call.</source>
        <translation>Eine zufällige Farbe je Foto und Rauschen auf jedem Pixel, bei jedem Aufruf neu.</translation>
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
        <source>The smallest region that sustains the class when kept (FIDO, Eq. 4).</source>
        <translation>Das kleinste Gebiet, das die Klasse trägt, wenn es behalten wird (FIDO, Gl. 4).</translation>
    </message>
    <message>
        <source>SDR: drop</source>
        <translation>SDR: weglassen</translation>
    </message>
    <message>
        <source>The smallest region that destroys the class when dropped (FIDO, Eq. 5).</source>
        <translation>Das kleinste Gebiet, das die Klasse zerstört, wenn es weggelassen wird (FIDO, Gl. 5).</translation>
    </message>
    <message>
        <source>SSR + SDR: both</source>
        <translation>SSR + SDR: beides</translation>
    </message>
    <message>
        <source>The smallest region that sustains the class when kept and destroys it when dropped (Korsch et al. 2023).</source>
        <translation>Das kleinste Gebiet, das die Klasse trägt, wenn es behalten wird, und zerstört, wenn es weggelassen wird (Korsch et al. 2023).</translation>
    </message>
    <message>
        <source>Guided Backpropagation</source>
        <translation>Guided Backpropagation</translation>
    </message>
    <message>
        <source>The gradient, with negative gradients cut off at every ReLU (Springenberg et al. 2015).</source>
        <translation>Der Gradient; negative Gradienten werden an jeder ReLU abgeschnitten (Springenberg et al. 2015).</translation>
    </message>
    <message>
        <source>SEDC</source>
        <translation>SEDC</translation>
    </message>
    <message>
        <source>The fewest segments without which the network predicts another class (Vermeire &amp; Martens 2020).</source>
        <translation>Die wenigsten Segmente, ohne die das Netz eine andere Klasse vorhersagt (Vermeire &amp; Martens 2020).</translation>
    </message>
    <message>
        <source>BBMP</source>
        <translation>BBMP</translation>
    </message>
    <message>
        <source>A single mask, not a distribution. Dropping its region destroys the class (Fong &amp; Vedaldi 2017).</source>
        <translation>Eine einzelne Maske statt einer Verteilung. Ihr Gebiet wegzulassen, zerstört die Klasse (Fong &amp; Vedaldi 2017).</translation>
    </message>
    <message>
        <source>Extremal</source>
        <translation>Extremal</translation>
    </message>
    <message>
        <source>The smooth region of a given area that sustains the class best (Fong et al. 2019).</source>
        <translation>Das glatte Gebiet gegebener Fläche, das die Klasse am besten trägt (Fong et al. 2019).</translation>
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
        <source>The gradient times the pixel&apos;s own value (Shrikumar et al. 2017).</source>
        <translation>Der Gradient mal dem Wert des Pixels selbst (Shrikumar et al. 2017).</translation>
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
        <source>The gradient, averaged along the line from the infilled photo to the photo (Sundararajan et al. 2017).</source>
        <translation>Der Gradient, gemittelt über die Strecke vom gefüllten Foto zum Foto (Sundararajan et al. 2017).</translation>
    </message>
    <message>
        <source>Grad-CAM</source>
        <translation>Grad-CAM</translation>
    </message>
    <message>
        <source>The last feature maps, each weighted by how much it speaks for the class (Selvaraju et al. 2017).</source>
        <translation>Die letzten Merkmalskarten, jede danach gewichtet, wie sehr sie für die Klasse spricht (Selvaraju et al. 2017).</translation>
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
        <source>How far the log-odds fall when p(class) is averaged over several fills of a window (Zintgraf et al. 2017).</source>
        <translation>Wie weit die Log-Odds fallen, wenn p(Klasse) über mehrere Füllungen eines Fensters gemittelt wird (Zintgraf et al. 2017).</translation>
    </message>
    <message>
        <source>Realtime</source>
        <translation>Echtzeit</translation>
    </message>
    <message>
        <source>The mask that a network trained for this classifier predicts in one pass (Dabkowski &amp; Gal 2017).</source>
        <translation>Die Maske, die ein für diesen Klassifikator trainiertes Netz in einem Durchlauf vorhersagt (Dabkowski &amp; Gal 2017).</translation>
    </message>
    <message>
        <source>RISE</source>
        <translation>RISE</translation>
    </message>
    <message>
        <source>The mean probability of the class under random masks that keep the pixel (Petsiuk et al. 2018).</source>
        <translation>Die mittlere Wahrscheinlichkeit der Klasse unter Zufallsmasken, die das Pixel behalten (Petsiuk et al. 2018).</translation>
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
        <source>price of each kept pixel, or of each dropped pixel if the method drops; larger values give smaller regions</source>
        <translation>Preis jedes behaltenen Pixels, oder jedes weggelassenen, wenn das Verfahren weglässt; größere Werte geben kleinere Gebiete</translation>
    </message>
    <message>
        <source>price of rough edges (squared total variation); larger values give smoother, rounder regions</source>
        <translation>Preis rauer Ränder (quadrierte Gesamtvariation); größere Werte geben glattere, rundere Gebiete</translation>
    </message>
    <message>
        <source>masks drawn in each step, as one batch; more masks mean less noise and slower steps</source>
        <translation>je Schritt als ein Stapel gezogene Masken; mehr Masken heißt weniger Rauschen und langsamere Schritte</translation>
    </message>
    <message>
        <source>rows and columns of θ; a finer grid gives finer and more scattered regions</source>
        <translation>Zeilen und Spalten von θ; ein feineres Gitter gibt feinere und verstreutere Gebiete</translation>
    </message>
    <message>
        <source>share of the photo that the region covers; smaller values show only what counts most</source>
        <translation>Anteil des Fotos, den das Gebiet bedeckt; kleinere Werte zeigen nur, was am meisten zählt</translation>
    </message>
    <message>
        <source>the optimiser&apos;s initial step size, which FIDO and BBMP lower linearly to 0; larger values move faster and less steadily</source>
        <translation>anfängliche Schrittweite des Optimierers, die FIDO und BBMP linear auf 0 senken; größere Werte bewegen sich schneller und unruhiger</translation>
    </message>
    <message>
        <source>temperature of the concrete distribution; lower values give harder masks and noisier gradients</source>
        <translation>Temperatur der Concrete-Verteilung; kleinere Werte geben härtere Masken und verrauschtere Gradienten</translation>
    </message>
    <message>
        <source>number of steps in which the penalty rises from 0 to its full weight; a longer rise lets the class settle first</source>
        <translation>Zahl der Schritte, in denen der Preis von 0 auf sein volles Gewicht steigt; ein längerer Anlauf lässt die Klasse sich erst festigen</translation>
    </message>
    <message>
        <source>draw u evenly across the batch of masks; the result is the same on average, with less noise</source>
        <translation>u gleichmäßig über die Masken eines Schritts ziehen; im Mittel dasselbe Ergebnis mit weniger Rauschen</translation>
    </message>
    <message>
        <source>what is interpolated from the grid to the map: probabilities, or logits for crisper edges</source>
        <translation>was vom Gitter zur Karte interpoliert wird: Wahrscheinlichkeiten, oder Logits für schärfere Ränder</translation>
    </message>
    <message>
        <source>masks drawn from the finished map for the marginal confidence; more masks narrow its interval</source>
        <translation>aus der fertigen Karte gezogene Masken für den marginalen Wert; mehr Masken verengen sein Intervall</translation>
    </message>
    <message>
        <source>seed of the random numbers; the same seed on the same machine gives the same map</source>
        <translation>Startwert der Zufallszahlen; derselbe Startwert auf derselben Maschine gibt dieselbe Karte</translation>
    </message>
    <message>
        <source>where the network runs: auto, cpu, cuda or cuda:N; auto uses a GPU if there is one</source>
        <translation>wo das Netz läuft: auto, cpu, cuda oder cuda:N; auto nimmt eine GPU, wenn es eine gibt</translation>
    </message>
    <message>
        <source>fp32, or bf16, which may be faster and changes the map slightly</source>
        <translation>fp32 oder bf16, das schneller sein kann und die Karte leicht verändert</translation>
    </message>
    <message>
        <source>number of processor threads; 0 uses one for each core</source>
        <translation>Zahl der Prozessor-Threads; 0 nimmt einen je Kern</translation>
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
        <source>The mean completion of a variational autoencoder that was trained on photos.</source>
        <translation>Die mittlere Ergänzung eines Variational Autoencoders, der an Fotos trainiert wurde.</translation>
    </message>
    <message>
        <source>VAE, samples</source>
        <translation>VAE, Stichproben</translation>
    </message>
    <message>
        <source>Completions sampled from a variational autoencoder that was trained on photos.</source>
        <translation>Ergänzungen, die ein an Fotos trainierter Variational Autoencoder zieht.</translation>
    </message>
    <message>
        <source>CA</source>
        <translation>CA</translation>
    </message>
    <message>
        <source>Contextual attention: a coarse guess, refined with content found elsewhere in the photo; trained on photos.</source>
        <translation>Contextual Attention: ein grober Entwurf, verfeinert mit dem, was anderswo im Foto zu finden ist; an Fotos trainiert.</translation>
    </message>
    <message>
        <source>Lambda unit</source>
        <translation>Einheit von Lambda</translation>
    </message>
    <message>
        <source>unit of λ: pixel is the price of one pixel, as in the paper; range is the price of all pixels together, in multiples of the photo&apos;s score range (from untouched to all infilled), and means the same for every photo and infiller</source>
        <translation>Einheit von λ: pixel ist der Preis eines Pixels, wie im Artikel; range ist der Preis aller Pixel zusammen, als Vielfaches der Spanne der Wertung (vom unberührten Foto bis zum ganz gefüllten), und bedeutet für jedes Foto und jede Füllung dasselbe</translation>
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
        <source>side in pixels of the squares in which masks are drawn; 1 draws every pixel by itself, larger squares leave the infiller less to restore from</source>
        <translation>Seite in Pixeln der Quadrate, in denen Masken gezogen werden; 1 zieht jedes Pixel für sich, größere Quadrate lassen der Füllung weniger, aus dem sie ergänzen kann</translation>
    </message>
    <message>
        <source>number of layers, counted from the output, whose weights are shuffled beforehand; a map that stays the same never depended on them (Adebayo et al. 2018)</source>
        <translation>Zahl der Schichten, vom Ausgang an gezählt, deren Gewichte vorher gemischt werden; eine Karte, die dabei gleich bleibt, hing nie von ihnen ab (Adebayo et al. 2018)</translation>
    </message>
    <message>
        <source>p(class) of the untouched photo</source>
        <translation>p(Klasse) des unberührten Fotos</translation>
    </message>
    <message>
        <source>p(class) under the map&apos;s masks: drawn masks if the method draws them, otherwise the most likely mask</source>
        <translation>p(Klasse) unter den Masken der Karte: gezogene, wenn das Verfahren Masken zieht, sonst die wahrscheinlichste</translation>
    </message>
    <message>
        <source>evidence inflation: the log-odds of probability_after minus the score of the untouched photo</source>
        <translation>Inflation: der Wert unter den Masken der Karte minus den des unberührten Fotos</translation>
    </message>
    <message>
        <source>final objective, for methods that minimise one</source>
        <translation>die Zielfunktion am Ende, bei Verfahren, die eine minimieren</translation>
    </message>
    <message>
        <source>share of the map over 1/2</source>
        <translation>Anteil der Karte über 1/2</translation>
    </message>
    <message>
        <source>IoU of the tightest box around the map over 1/2 with the best true box</source>
        <translation>IoU des engsten Kastens um die Karte über 1/2 mit dem besten wahren Kasten</translation>
    </message>
    <message>
        <source>1 if the IoU is at most 1/2 (Table 1, 2)</source>
        <translation>1, wenn die IoU höchstens 1/2 ist (Tabelle 1, 2)</translation>
    </message>
    <message>
        <source>share of the map over 1/2 that lies outside the true boxes (Fig. 8)</source>
        <translation>Anteil der Karte über 1/2, der außerhalb der wahren Kästen liegt (Abb. 8)</translation>
    </message>
    <message>
        <source>1 if the map&apos;s largest value is more than 15 pixels from every true box</source>
        <translation>1, wenn der größte Wert der Karte mehr als 15 Bildpunkte von jedem wahren Kasten entfernt ist</translation>
    </message>
    <message>
        <source>saliency metric: log size of the region minus log p(class) of its crop (Table 1, 2)</source>
        <translation>Saliency-Maß: log Größe des Bereichs minus log p(Klasse) seines Ausschnitts (Tabelle 1, 2)</translation>
    </message>
    <message>
        <source>smallest share of pixels whose removal lowers the score by 10 % of its range (Fig. 10)</source>
        <translation>kleinster Anteil an Bildpunkten, deren Wegnehmen den Wert um 10 % seiner Spanne senkt (Abb. 10)</translation>
    </message>
    <message>
        <source>smallest share of pixels whose removal lowers the score by 20 % of its range</source>
        <translation>kleinster Anteil an Bildpunkten, deren Wegnehmen den Wert um 20 % seiner Spanne senkt</translation>
    </message>
    <message>
        <source>smallest share of pixels whose removal lowers the score by 30 % of its range</source>
        <translation>kleinster Anteil an Bildpunkten, deren Wegnehmen den Wert um 30 % seiner Spanne senkt</translation>
    </message>
    <message>
        <source>smallest share of pixels whose removal lowers the score by 40 % of its range</source>
        <translation>kleinster Anteil an Bildpunkten, deren Wegnehmen den Wert um 40 % seiner Spanne senkt</translation>
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
        <source>correlation of the maps of three seeds, mean over their pairs</source>
        <translation>Korrelation der Karten dreier Startwerte, Mittel über ihre Paare</translation>
    </message>
    <message>
        <source>IoU of the regions over 1/2 in the maps of three seeds, mean over their pairs</source>
        <translation>IoU der Bereiche über 1/2 in den Karten dreier Startwerte, Mittel über ihre Paare</translation>
    </message>
    <message>
        <source>rank correlation with the map of the same network with shuffled weights; the closer to 0 the better</source>
        <translation>Rangkorrelation mit der Karte desselben Netzes mit gemischten Gewichten; je näher an 0, desto besser</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>Ganzes Foto</translation>
    </message>
    <message>
        <source>Every pixel marked as important (Table 1)</source>
        <translation>Jeder Bildpunkt gilt als wichtig (Tabelle 1)</translation>
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
        <source>Overlap with the true boxes, share outside them, and the pointing game</source>
        <translation>Überdeckung mit den wahren Kästen, Anteil außerhalb und Zeigespiel</translation>
    </message>
    <message>
        <source>Saliency metric</source>
        <translation>Saliency-Maß</translation>
    </message>
    <message>
        <source>Size of the region relative to p(class) of its crop (Table 1, 2)</source>
        <translation>Größe des Bereichs im Verhältnis zu p(Klasse) seines Ausschnitts (Tabelle 1, 2)</translation>
    </message>
    <message>
        <source>Removal</source>
        <translation>Wegnehmen</translation>
    </message>
    <message>
        <source>How few pixels need to be removed before the score falls (Fig. 10), and the deletion curve</source>
        <translation>Wie wenige Bildpunkte weggenommen werden müssen, bis der Wert fällt (Abb. 10), und die Löschkurve</translation>
    </message>
    <message>
        <source>Insertion</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>How soon the class is recognised when the most important pixels are shown first</source>
        <translation>Wie bald die Klasse erkannt wird, wenn die wichtigsten Bildpunkte zuerst gezeigt werden</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Startwerte</translation>
    </message>
    <message>
        <source>How similar the maps of three seeds are; every map is made three times</source>
        <translation>Wie ähnlich sich die Karten dreier Startwerte sind; jede Karte wird dreimal gerechnet</translation>
    </message>
    <message>
        <source>Sanity check</source>
        <translation>Gegenprobe</translation>
    </message>
    <message>
        <source>How similar the map is to that of the same network with shuffled weights (Adebayo et al. 2018); every map is made twice</source>
        <translation>Wie ähnlich die Karte der desselben Netzes mit gemischten Gewichten ist (Adebayo et al. 2018); jede Karte wird zweimal gerechnet</translation>
    </message>
    <message>
        <source>LayerCAM</source>
        <translation>LayerCAM</translation>
    </message>
    <message>
        <source>The last feature maps, each value weighted by how much it speaks for the class (Jiang et al. 2021).</source>
        <translation>Die letzten Merkmalskarten, jeder Wert danach gewichtet, wie sehr er für die Klasse spricht (Jiang et al. 2021).</translation>
    </message>
    <message>
        <source>Keep evidence</source>
        <translation>Hinweise behalten</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>settings to start from: quick shows a first answer, standard settles it, and paper sets the price λ of a pixel instead of searching it, as the paper does</source>
        <translation>Einstellungen, von denen ausgegangen wird: quick zeigt eine erste Antwort, standard führt sie zu Ende, und paper gibt den Preis λ eines Pixels vor, statt ihn zu suchen, wie im Artikel</translation>
    </message>
    <message>
        <source>share of the class&apos;s evidence that the smallest region keeps, or takes away if the method drops; the price of a pixel is found in the run. 0 sets the price by λ instead</source>
        <translation>Anteil der Hinweise auf die Klasse, den das kleinste Gebiet behält oder, wenn das Verfahren weglässt, wegnimmt; der Preis eines Pixels wird im Lauf gefunden. Bei 0 bestimmt λ den Preis</translation>
    </message>
    <message>
        <source>share of 100 random regions of the same size and shape whose removal lowers the score at least as much as that of the map over 1/2</source>
        <translation>Anteil von 100 zufälligen Gebieten gleicher Größe und Form, deren Wegfall den Wert mindestens so sehr senkt wie der der Karte über 1/2</translation>
    </message>
    <message>
        <source>Necessity</source>
        <translation>Notwendigkeit</translation>
    </message>
    <message>
        <source>Whether dropping the region costs more than dropping random regions of its size and shape; a hundred forward passes a map</source>
        <translation>Ob es mehr kostet, das Gebiet wegzulassen, als zufällige Gebiete seiner Größe und Form; hundert Vorwärtsläufe je Karte</translation>
    </message>
    <message>
        <source>number of steps; more steps settle the map further and take longer. A run that searches the evidence ends earlier if its region no longer changes</source>
        <translation>Zahl der Schritte; mehr Schritte festigen die Karte weiter und dauern länger. Ein Lauf, der die Hinweise sucht, endet früher, wenn sich sein Gebiet nicht mehr ändert</translation>
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
        <source>The folder %1 could not be created. Choose another one.</source>
        <translation>Der Ordner %1 konnte nicht angelegt werden. Wähle einen anderen.</translation>
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
        <source>p(c): the probability of the class, for the untouched photo and for the photo infilled under the mask shown</source>
        <translation>p(c): die Wahrscheinlichkeit der Klasse, für das unberührte und für das unter der gezeigten Maske gefüllte Foto</translation>
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
        <source>s(c) − s(c′): how far the class is ahead of the contrast class; a run with a contrast optimises this</source>
        <translation>s(c) − s(c′): wie weit die Klasse vor der Gegenklasse liegt; das optimiert ein Lauf mit Gegenklasse</translation>
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
    <name>fido::ui::AutosaveManager</name>
    <message>
        <source>%1 The file was renamed to %2.</source>
        <translation>%1 Die Datei wurde in %2 umbenannt.</translation>
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
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
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
        <source>Top classes</source>
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
        <source>The classifier&apos;s five most likely classes for the photo. Click one to ask about it.</source>
        <translation>Die fünf wahrscheinlichsten Klassen des Klassifikators für das Foto. Klicke eine an, um nach ihr zu fragen.</translation>
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
        <source>Maximise s(c) − s(c′): evidence for the class and against this one</source>
        <translation>Maximiert s(c) − s(c′): was für die Klasse und gegen diese spricht</translation>
    </message>
    <message>
        <source>Contrast with which class?</source>
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
        <source>Add classifier</source>
        <translation>Klassifikator hinzufügen</translation>
    </message>
    <message>
        <source>Evaluate the same photos with another classifier as well</source>
        <translation>Dieselben Fotos mit einem weiteren Klassifikator auswerten</translation>
    </message>
    <message>
        <source>Remove this classifier</source>
        <translation>Diesen Klassifikator entfernen</translation>
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
        <source>The most likely mask: dropped where θ is above one half</source>
        <translation>Die wahrscheinlichste Maske: weg, wo θ über einhalb liegt</translation>
    </message>
    <message>
        <source>Counterfactual</source>
        <translation>Kontrafaktisches Bild</translation>
    </message>
    <message>
        <source>What the classifier sees under the most likely mask</source>
        <translation>Was der Klassifikator unter der wahrscheinlichsten Maske sieht</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>Abwandeln</translation>
    </message>
    <message>
        <source>Run the current question again with other seeds, infills, methods or classifiers</source>
        <translation>Die offene Frage noch einmal, mit anderen Startwerten, Füllungen, Verfahren oder Klassifikatoren</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Not run yet</source>
        <translation>Noch nicht da</translation>
    </message>
    <message numerus="yes">
        <source>%n seeds: mean and deviation</source>
        <translation>
            <numerusform>%n Startwert: Mittel und Abweichung</numerusform>
            <numerusform>%n Startwerte: Mittel und Abweichung</numerusform>
        </translation>
    </message>
    <message>
        <source>How much the map depends on the random numbers</source>
        <translation>Wie sehr die Karte von den Zufallszahlen abhängt</translation>
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
        <source>Four other methods</source>
        <translation>Vier andere Verfahren</translation>
    </message>
    <message>
        <source>Gradient, Grad-CAM, occlusion and RISE on the same photo</source>
        <translation>Gradient, Grad-CAM, Verdeckung und RISE auf demselben Foto</translation>
    </message>
    <message numerus="yes">
        <source>%n classifiers</source>
        <translation>
            <numerusform>%n Klassifikator</numerusform>
            <numerusform>%n Klassifikatoren</numerusform>
        </translation>
    </message>
    <message>
        <source>The same class, explained for each classifier</source>
        <translation>Dieselbe Klasse, für jeden Klassifikator erklärt</translation>
    </message>
    <message>
        <source>Does the answer hold up?</source>
        <translation>Hält die Antwort?</translation>
    </message>
    <message>
        <source>Run it again and compare, or choose two to four runs in the library (F7).</source>
        <translation>Starte noch einmal und vergleiche, oder wähle zwei bis vier Läufe aus der Sammlung (F7).</translation>
    </message>
    <message>
        <source>Open a photo first, or choose two to four runs in the library (F7).</source>
        <translation>Öffne zuerst ein Foto, oder wähle zwei bis vier Läufe aus der Sammlung (F7).</translation>
    </message>
    <message>
        <source>Seed %1</source>
        <translation>Startwert %1</translation>
    </message>
    <message numerus="yes">
        <source>Mean of %n seeds</source>
        <translation>
            <numerusform>Mittel von %n Startwert</numerusform>
            <numerusform>Mittel von %n Startwerten</numerusform>
        </translation>
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
        <source>%1 or more</source>
        <translation>%1 oder mehr</translation>
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
        <source>From the simplest to the best: does the answer depend on what fills the holes?</source>
        <translation>Von der einfachsten bis zur besten: Hängt die Antwort davon ab, was die Löcher füllt?</translation>
    </message>
    <message>
        <source>Four masks</source>
        <translation>Vier Masken</translation>
    </message>
    <message>
        <source>Keep the smallest region that sustains the class, drop the smallest that destroys it, one region for both, and the older method BBMP</source>
        <translation>Das kleinste Gebiet behalten, das die Klasse trägt; das kleinste weglassen, das sie zerstört; eines für beides; und das ältere Verfahren BBMP</translation>
    </message>
    <message>
        <source>Methods…</source>
        <translation>Verfahren…</translation>
    </message>
    <message>
        <source>Choose two to four methods</source>
        <translation>Wähle zwei bis vier Verfahren</translation>
    </message>
    <message>
        <source>Curves of the runs</source>
        <translation>Kurven der Läufe</translation>
    </message>
    <message>
        <source>One curve per run. Dashed in colour: the result of a method without steps. Dashed in grey: the untouched photo.</source>
        <translation>Eine Kurve je Lauf. Farbig gestrichelt: das Ergebnis eines Verfahrens ohne Schritte. Grau gestrichelt: das unberührte Foto.</translation>
    </message>
    <message>
        <source>1 classifier</source>
        <translation>1 Klassifikator</translation>
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
    <message>
        <source>evidence %1 %</source>
        <translation>Hinweise %1 %</translation>
    </message>
    <message>
        <source>The masks take away %1 % of the evidence, not %2 %. Use more steps, another infill or a smaller share.</source>
        <translation>Die Masken nehmen %1 % der Hinweise weg, nicht %2 %. Nimm mehr Schritte, eine andere Füllung oder einen kleineren Anteil.</translation>
    </message>
    <message>
        <source>The masks keep %1 % of the evidence, not %2 %. Use more steps, another infill or a smaller share.</source>
        <translation>Die Masken behalten %1 % der Hinweise, nicht %2 %. Nimm mehr Schritte, eine andere Füllung oder einen kleineren Anteil.</translation>
    </message>
</context>
<context>
    <name>fido::ui::EditActions</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Pan: drag to move the view, or drag the picture to another program</source>
        <translation>Verschieben: den Ausschnitt ziehen, oder das Bild in ein anderes Programm ziehen</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Brush: paint what is dropped or kept; Shift-drag to change its size</source>
        <translation>Pinsel: malt, was wegfällt oder bleibt; Ziehen mit Umschalt ändert die Größe</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Eraser: reverts what the brush has painted</source>
        <translation>Radierer: nimmt zurück, was der Pinsel gemalt hat</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Rectangle; hold Shift for a square</source>
        <translation>Rechteck; mit Umschalt ein Quadrat</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>Ellipse; hold Shift for a circle</source>
        <translation>Ellipse; mit Umschalt ein Kreis</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Lasso: everything inside a freehand outline</source>
        <translation>Lasso: alles in einer von Hand gezogenen Linie</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Vieleck</translation>
    </message>
    <message>
        <source>Polygon: click to add corners; double-click or Enter to close, Backspace to remove the last corner</source>
        <translation>Vieleck: Ecken anklicken; Doppelklick oder Eingabe schließt, Rücktaste entfernt die letzte Ecke</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Colour: connected pixels of a similar colour</source>
        <translation>Farbe: verbundene Pixel ähnlicher Farbe</translation>
    </message>
    <message>
        <source>Superpixels</source>
        <translation>Superpixel</translation>
    </message>
    <message>
        <source>Superpixels: click or drag over segments of the photo</source>
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
        <source>Switch between painting drop and keep</source>
        <translation>Zwischen Weglassen und Behalten wechseln</translation>
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
        <source>Add a mask that keeps everything</source>
        <translation>Eine Maske hinzufügen, die alles behält</translation>
    </message>
    <message>
        <source>Use the run&apos;s mask</source>
        <translation>Maske des Laufs übernehmen</translation>
    </message>
    <message>
        <source>Copy the run&apos;s most likely mask to paint on it: dropped where θ is above one half</source>
        <translation>Die wahrscheinlichste Maske des Laufs zum Bemalen kopieren: weg, wo θ über einhalb liegt</translation>
    </message>
    <message>
        <source>Load mask…</source>
        <translation>Maske laden…</translation>
    </message>
    <message>
        <source>Load any picture as a mask: white is kept, black is dropped</source>
        <translation>Ein beliebiges Bild als Maske laden: Weiß bleibt, Schwarz fällt weg</translation>
    </message>
    <message>
        <source>Save mask…</source>
        <translation>Maske speichern…</translation>
    </message>
    <message>
        <source>Save the mask as a picture: white is kept, black is dropped</source>
        <translation>Die Maske als Bild speichern: Weiß bleibt, Schwarz fällt weg</translation>
    </message>
    <message>
        <source>Copy mask</source>
        <translation>Maske kopieren</translation>
    </message>
    <message>
        <source>Copy the mask as a picture</source>
        <translation>Die Maske als Bild kopieren</translation>
    </message>
    <message>
        <source>Paste mask</source>
        <translation>Maske einfügen</translation>
    </message>
    <message>
        <source>Paste a picture as a new mask</source>
        <translation>Ein Bild als neue Maske einfügen</translation>
    </message>
    <message>
        <source>Remove mask</source>
        <translation>Maske entfernen</translation>
    </message>
    <message>
        <source>Remove the mask; Undo restores it</source>
        <translation>Maske entfernen; Rückgängig holt sie wieder</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Invert: keep what was dropped, and vice versa</source>
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
        <source>Feather: soften the edges, where photo and infill are blended</source>
        <translation>Weichzeichnen: die Ränder weich machen, an denen sich Foto und Füllung mischen</translation>
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
        <source>There is no picture on the clipboard to make a mask from.</source>
        <translation>In der Zwischenablage ist kein Bild für eine Maske.</translation>
    </message>
</context>
<context>
    <name>fido::ui::EditCurve</name>
    <message>
        <source>Probability by edit</source>
        <translation>Wahrscheinlichkeit nach Änderung</translation>
    </message>
    <message>
        <source>Press the left and right arrow keys to step through the edits</source>
        <translation>Die Pfeiltasten links und rechts gehen durch die Änderungen</translation>
    </message>
    <message>
        <source>probability after each edit</source>
        <translation>Wahrscheinlichkeit nach jeder Änderung</translation>
    </message>
    <message>
        <source>Paint on the photo (B): each edit adds a point here.</source>
        <translation>Male auf das Foto (B): Jede Änderung ergibt hier einen Punkt.</translation>
    </message>
</context>
<context>
    <name>fido::ui::EngineBridge</name>
    <message>
        <source>Another classifier was loaded.</source>
        <translation>Ein anderer Klassifikator wurde geladen.</translation>
    </message>
    <message>
        <source>The picture could not be read. Save it as a file and open the file.</source>
        <translation>Das Bild konnte nicht gelesen werden. Speichere es als Datei und öffne die Datei.</translation>
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
        <source>Stop at once; measured rows are kept, and the evaluation can be resumed</source>
        <translation>Sofort beenden; gemessene Zeilen bleiben, und die Auswertung lässt sich fortsetzen</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Open an evaluation: a folder that contains evaluation.json, finished or not, from this or another machine</source>
        <translation>Eine Auswertung öffnen: einen Ordner mit evaluation.json, fertig oder nicht, von diesem oder einem anderen Rechner</translation>
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
        <source>Choose photos and the file with their bounding boxes, select methods, and press Start. Each method explains the true class of each photo, and the table fills as results arrive. You can pause and resume at any time, and keep using the rest of the window.</source>
        <translation>Wähle Fotos und die Datei mit ihren Kästen, wähle Verfahren und drücke Start. Jedes Verfahren erklärt die wahre Klasse jedes Fotos, und die Tabelle füllt sich mit den Ergebnissen. Du kannst jederzeit anhalten und fortsetzen; der Rest des Fensters bleibt benutzbar.</translation>
    </message>
    <message>
        <source>Open evaluation…</source>
        <translation>Auswertung öffnen…</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Classifier to show</source>
        <translation>Gezeigter Klassifikator</translation>
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
        <source>Open the photo in the explorer with the evaluation&apos;s class, classifier, method and settings (Enter or double-click)</source>
        <translation>Das Foto bei den Bildern öffnen, mit Klasse, Klassifikator, Verfahren und Einstellungen der Auswertung (Eingabe oder Doppelklick)</translation>
    </message>
    <message>
        <source>Photos of the selected method</source>
        <translation>Fotos des gewählten Verfahrens</translation>
    </message>
    <message>
        <source>%1 already contains an evaluation.</source>
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
    <message numerus="yes">
        <source>Evaluation finished. Rows: %n.</source>
        <translation>
            <numerusform>Die Auswertung ist fertig: %n Zeile.</numerusform>
            <numerusform>Die Auswertung ist fertig: %n Zeilen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Evaluation finished. Rows: %n. Not measured: %1, see failed.csv.</source>
        <translation>
            <numerusform>Die Auswertung ist fertig: %n Zeile. Nicht gemessen: %1, siehe failed.csv.</numerusform>
            <numerusform>Die Auswertung ist fertig: %n Zeilen. Nicht gemessen: %1, siehe failed.csv.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: starting…</source>
        <translation>%1: beginnt…</translation>
    </message>
    <message numerus="yes">
        <source>%1: %2 of %n rows, pausing…</source>
        <translation>
            <numerusform>%1: %2 von %n Zeile, hält an…</numerusform>
            <numerusform>%1: %2 von %n Zeilen, hält an…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %2 of %n rows</source>
        <translation>
            <numerusform>%1: %2 von %n Zeile</numerusform>
            <numerusform>%1: %2 von %n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1, noch %2</translation>
    </message>
    <message numerus="yes">
        <source>%1: finished (rows: %n, not measured: %2)</source>
        <translation>
            <numerusform>%1: fertig (%n Zeile, nicht gemessen: %2)</numerusform>
            <numerusform>%1: fertig (%n Zeilen, nicht gemessen: %2)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: finished (rows: %n)</source>
        <translation>
            <numerusform>%1: fertig (%n Zeile)</numerusform>
            <numerusform>%1: fertig (%n Zeilen)</numerusform>
        </translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop at the next step; no rows are lost, even if the window is closed</source>
        <translation>Beim nächsten Schritt anhalten; keine Zeile geht verloren, auch wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>Continue where the evaluation stopped</source>
        <translation>Fortsetzen, wo die Auswertung stand</translation>
    </message>
    <message numerus="yes">
        <source>%1: %2 of %n photos</source>
        <translation>
            <numerusform>%1: %2 von %n Foto</numerusform>
            <numerusform>%1: %2 von %n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>Cannot find %1 in the folder of photos.</source>
        <translation>%1 ist nicht im Ordner der Fotos.</translation>
    </message>
    <message>
        <source>Locate photos…</source>
        <translation>Fotos suchen…</translation>
    </message>
    <message>
        <source>Locate the photos of this evaluation</source>
        <translation>Fotos dieser Auswertung suchen</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>Tabelle kopieren</translation>
    </message>
    <message>
        <source>With intervals and p-values, to paste into a spreadsheet</source>
        <translation>Mit Intervallen und p-Werten, zum Einfügen in eine Tabellenkalkulation</translation>
    </message>
    <message>
        <source>Table copied to the clipboard.</source>
        <translation>Die Tabelle ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Save table…</source>
        <translation>Tabelle speichern…</translation>
    </message>
    <message>
        <source>Mean, interval and p-value for each method and metric (CSV)</source>
        <translation>Mittel, Intervall und p-Wert je Verfahren und Metrik (CSV)</translation>
    </message>
    <message>
        <source>Save table</source>
        <translation>Tabelle speichern</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV-Dateien (*.csv)</translation>
    </message>
    <message>
        <source>Save all rows…</source>
        <translation>Alle Zeilen speichern…</translation>
    </message>
    <message>
        <source>One row per photo and method (CSV)</source>
        <translation>Eine Zeile je Foto und Verfahren (CSV)</translation>
    </message>
    <message>
        <source>Save all rows</source>
        <translation>Alle Zeilen speichern</translation>
    </message>
    <message>
        <source>Save as web page…</source>
        <translation>Als Webseite speichern…</translation>
    </message>
    <message>
        <source>One HTML file with sortable tables, charts, and the best and worst photos</source>
        <translation>Eine HTML-Datei mit sortierbaren Tabellen, Diagrammen und den besten und schlechtesten Fotos</translation>
    </message>
    <message>
        <source>Save as web page</source>
        <translation>Als Webseite speichern</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>Webseiten (*.html)</translation>
    </message>
    <message>
        <source>Open web page</source>
        <translation>Webseite öffnen</translation>
    </message>
    <message>
        <source>Open the page that the evaluation wrote when it finished</source>
        <translation>Die Seite öffnen, die die Auswertung am Ende schrieb</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Open the folder with the tables, figures and pictures</source>
        <translation>Den Ordner mit Tabellen, Abbildungen und Bildern öffnen</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>Open evaluation</source>
        <translation>Auswertung öffnen</translation>
    </message>
    <message numerus="yes">
        <source>%1: %2 of %n rows, being written by another program</source>
        <translation>
            <numerusform>%1: %2 von %n Zeile, ein anderes Programm schreibt</numerusform>
            <numerusform>%1: %2 von %n Zeilen, ein anderes Programm schreibt</numerusform>
        </translation>
    </message>
    <message>
        <source>Means with 95 % intervals; best in bold; * differs from the first method (p &lt; 0.05)</source>
        <translation>Mittel mit 95-%-Intervallen; das Beste fett; * unterscheidet sich vom ersten Verfahren (p &lt; 0,05)</translation>
    </message>
    <message>
        <source>The evaluation</source>
        <translation>Die Auswertung</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
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
        <source>Folder of photos</source>
        <translation>Ordner mit Fotos</translation>
    </message>
    <message>
        <source>The photos to evaluate. Only photos listed in the boxes file are used.</source>
        <translation>Die Fotos für die Auswertung. Nur Fotos aus der Datei der Kästen werden verwendet.</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Kästen</translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation>CSV-Datei</translation>
    </message>
    <message>
        <source>True classes and bounding boxes, one box per row. The first line is the header: image,label_0based,x0,y0,x1,y1</source>
        <translation>Wahre Klassen und Kästen, eine Zeile je Kasten. Die erste Zeile ist der Kopf: image,label_0based,x0,y0,x1,y1</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Maximum number of photos, evenly spaced among all</source>
        <translation>Höchstzahl der Fotos, gleichmäßig aus allen</translation>
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
        <source>Folder for tables and pictures; created if it does not exist</source>
        <translation>Ordner für Tabellen und Bilder; er wird angelegt, wenn er fehlt</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Browse: %1</source>
        <translation>Durchsuchen: %1</translation>
    </message>
    <message>
        <source>default</source>
        <translation>üblich</translation>
    </message>
    <message>
        <source>CSV files (*.csv);;All files (*)</source>
        <translation>CSV-Dateien (*.csv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1 contains none of the photos listed in %2.</source>
        <translation>%1 enthält keines der Fotos, die in %2 stehen.</translation>
    </message>
    <message>
        <source>of %1 with boxes</source>
        <translation>von %1 mit Kästen</translation>
    </message>
    <message>
        <source>Maps: %1 × %2 = %3</source>
        <translation>Karten: %1 × %2 = %3</translation>
    </message>
    <message>
        <source>Photos × methods = maps to compute</source>
        <translation>Fotos × Verfahren = zu berechnende Karten</translation>
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
        <source>Maps: %1 × %2 × %3 = %4</source>
        <translation>Karten: %1 × %2 × %3 = %4</translation>
    </message>
    <message>
        <source>Photos × classifiers × methods = maps to compute</source>
        <translation>Fotos × Klassifikatoren × Verfahren = zu berechnende Karten</translation>
    </message>
</context>
<context>
    <name>fido::ui::EvaluationProgram</name>
    <message>
        <source>Cannot start %1: %2. This program must be in the same folder as Fidoscope; install or build both.</source>
        <translation>%1 lässt sich nicht starten: %2. Das Programm muss im selben Ordner wie Fidoscope liegen; installiere oder baue beide.</translation>
    </message>
    <message>
        <source>Cannot create %1. Choose another output folder.</source>
        <translation>%1 lässt sich nicht anlegen. Wähle einen anderen Ausgabeordner.</translation>
    </message>
    <message>
        <source>The evaluation process was killed or crashed. Its results so far are kept; choose Resume to continue.</source>
        <translation>Der Prozess der Auswertung wurde beendet oder ist abgestürzt. Die bisherigen Ergebnisse bleiben; mit „Weiter“ geht es weiter.</translation>
    </message>
    <message>
        <source>The evaluation process exited with code %1.</source>
        <translation>Der Prozess der Auswertung endete mit Code %1.</translation>
    </message>
</context>
<context>
    <name>fido::ui::EvidenceRow</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Take away evidence</source>
        <translation>Hinweise wegnehmen</translation>
    </message>
    <message>
        <source>Keep evidence</source>
        <translation>Hinweise behalten</translation>
    </message>
</context>
<context>
    <name>fido::ui::ExportController</name>
    <message>
        <source>Save report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Save run as animation</source>
        <translation>Den Lauf als Animation speichern</translation>
    </message>
    <message>
        <source>Animated WebP (*.webp);;Numbered PNGs (*.png)</source>
        <translation>Animiertes WebP (*.webp);;Nummerierte PNGs (*.png)</translation>
    </message>
    <message>
        <source>Rendering the animation: frame %1 of %2</source>
        <translation>Die Animation wird erzeugt: Bild %1 von %2</translation>
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
        <source>Copied a command that gives the same result in a terminal.</source>
        <translation>Der Befehl, der im Terminal dasselbe ergibt, ist kopiert.</translation>
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
        <source>Photos with the method&apos;s worst results, worst first</source>
        <translation>Fotos mit den schlechtesten Ergebnissen des Verfahrens, die schlechtesten zuerst</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Beste</translation>
    </message>
    <message>
        <source>Photos with the method&apos;s best results, best first</source>
        <translation>Fotos mit den besten Ergebnissen des Verfahrens, die besten zuerst</translation>
    </message>
    <message>
        <source>Metric for the ranking</source>
        <translation>Metrik der Rangfolge</translation>
    </message>
    <message>
        <source>Photos ranked by the method&apos;s results</source>
        <translation>Fotos nach den Ergebnissen des Verfahrens</translation>
    </message>
    <message>
        <source>The photos with the method&apos;s worst and best results will appear here.</source>
        <translation>Hier erscheinen die Fotos mit den schlechtesten und besten Ergebnissen des Verfahrens.</translation>
    </message>
    <message>
        <source>%1
No map was stored for this photo. Double-click to open it in the explorer.</source>
        <translation>%1
Für dieses Foto wurde keine Karte gespeichert. Ein Doppelklick öffnet es bei den Bildern.</translation>
    </message>
    <message>
        <source>%1
Double-click to open it in the explorer.</source>
        <translation>%1
Ein Doppelklick öffnet es bei den Bildern.</translation>
    </message>
    <message>
        <source>Photo not found</source>
        <translation>Foto nicht gefunden</translation>
    </message>
</context>
<context>
    <name>fido::ui::GalleryPanel</name>
    <message>
        <source>%1 Click to use it.</source>
        <translation>%1 Klicken, um sie zu benutzen.</translation>
    </message>
</context>
<context>
    <name>fido::ui::ImageCanvas</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Scroll to zoom, drag to pan or to export the picture, press 0 to fit it to the window</source>
        <translation>Das Rad zoomt, Ziehen verschiebt oder nimmt das Bild heraus, 0 passt es ins Fenster ein</translation>
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
        <source>Fit to window</source>
        <translation>Ins Fenster einpassen</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>PNG image (*.png)</source>
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
    <name>fido::ui::LibraryPage</name>
    <message>
        <source>%1 → %2   area %3</source>
        <translation>%1 → %2   Fläche %3</translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n Schritt</numerusform>
            <numerusform>%n Schritte</numerusform>
        </translation>
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
        <source>Search the run library</source>
        <translation>Die Sammlung der Läufe durchsuchen</translation>
    </message>
    <message>
        <source>This photo</source>
        <translation>Dieses Foto</translation>
    </message>
    <message>
        <source>Only runs on the open photo</source>
        <translation>Nur Läufe auf dem offenen Foto</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Reopen the run with its settings to scrub, save or run it again (Enter)</source>
        <translation>Den Lauf mit seinen Einstellungen wieder öffnen: durchgehen, speichern, noch einmal starten (Eingabe)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Compare two to four runs side by side</source>
        <translation>Zwei bis vier Läufe nebeneinander vergleichen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the selected runs; can be undone (Del)</source>
        <translation>Die gewählten Läufe löschen; das lässt sich rückgängig machen (Entf)</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>No runs yet. Every finished run is kept here.</source>
        <translation>Noch keine Läufe. Jeder beendete Lauf wird hier aufgehoben.</translation>
    </message>
    <message>
        <source>No matching runs</source>
        <translation>Keine passenden Läufe</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 Schritt</translation>
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
        <source>Close photo</source>
        <translation>Foto schließen</translation>
    </message>
    <message>
        <source>Save session…</source>
        <translation>Sitzung speichern…</translation>
    </message>
    <message>
        <source>&amp;Paste picture</source>
        <translation>Bild &amp;einfügen</translation>
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
        <source>Save report (PDF)…</source>
        <translation>Bericht speichern (PDF)…</translation>
    </message>
    <message>
        <source>Save run as animation…</source>
        <translation>Lauf als Animation speichern…</translation>
    </message>
    <message>
        <source>Add model…</source>
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
        <source>Show map</source>
        <translation>Karte zeigen</translation>
    </message>
    <message>
        <source>Show mask</source>
        <translation>Maske zeigen</translation>
    </message>
    <message>
        <source>Fit to window</source>
        <translation>Ins Fenster einpassen</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>Vorheriges Bild</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Go to latest step</source>
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
        <source>Run library</source>
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
        <source>Every painted mask under every infiller, as in the paper&apos;s Fig. 4 (F9)</source>
        <translation>Jede gemalte Maske unter jeder Füllung, wie Abb. 4 des Artikels (F9)</translation>
    </message>
    <message>
        <source>All finished runs: search, reopen, compare (F7)</source>
        <translation>Alle beendeten Läufe: suchen, wieder öffnen, vergleichen (F7)</translation>
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
        <source>Follow system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Presenter mode</source>
        <translation>Vortragsmodus</translation>
    </message>
    <message>
        <source>Full screen: picture, mask and answer in large type (F11)</source>
        <translation>Ganzer Bildschirm: Bild, Maske und Antwort in großer Schrift (F11)</translation>
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
        <source>Open tour…</source>
        <translation>Tour öffnen…</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Nächster Schritt</translation>
    </message>
    <message>
        <source>Previous step</source>
        <translation>Vorheriger Schritt</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
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
        <source>Appearance</source>
        <translation>Erscheinungsbild</translation>
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
        <source>Compare methods on many photos: tables, worst and best cases (F10)</source>
        <translation>Verfahren auf vielen Fotos vergleichen: Tabellen, die schlechtesten und die besten (F10)</translation>
    </message>
    <message>
        <source>Several regions</source>
        <translation>Mehrere Gebiete</translation>
    </message>
    <message>
        <source>Disjoint regions of the photo, each of which keeps the class (Shift+F9)</source>
        <translation>Getrennte Gebiete des Fotos, von denen jedes die Klasse behält (Umschalt+F9)</translation>
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
        <source>certain</source>
        <translation>sicher</translation>
    </message>
    <message>
        <source>uncertain: θ = ½</source>
        <translation>unsicher: θ = ½</translation>
    </message>
    <message>
        <source>Infilled: %1</source>
        <translation>Gefüllt: %1</translation>
    </message>
    <message>
        <source>What must stay to keep “%1”?</source>
        <translation>Was muss bleiben, damit „%1“ bleibt?</translation>
    </message>
    <message>
        <source>What must go to lose “%1”?</source>
        <translation>Was muss weg, damit „%1“ verloren geht?</translation>
    </message>
    <message>
        <source>What supports “%1”?</source>
        <translation>Was spricht für „%1“?</translation>
    </message>
    <message>
        <source>What supports “%1” over “%2”?</source>
        <translation>Was spricht für „%1“ und gegen „%2“?</translation>
    </message>
    <message>
        <source>What must stay to keep “%1” ahead of “%2”?</source>
        <translation>Was muss bleiben, damit „%1“ vor „%2“ bleibt?</translation>
    </message>
    <message>
        <source>What must go for “%2” to overtake “%1”?</source>
        <translation>Was muss weg, damit „%2“ vor „%1“ kommt?</translation>
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
        <source>What the classifier sees under a sampled mask</source>
        <translation>Was der Klassifikator unter einer gezogenen Maske sieht</translation>
    </message>
    <message>
        <source>What the classifier sees under the most likely mask</source>
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
        <source>Add model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>TorchScript models and cards (*.pt *.pth *.torchscript *.ts *.card.json);;All files (*)</source>
        <translation>TorchScript-Modelle und Karten (*.pt *.pth *.torchscript *.ts *.card.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save mask</source>
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
        <source>Add model…</source>
        <translation>Modell hinzufügen…</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Anderen Ordner wählen…</translation>
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
        <source>The mask “%1”: the hatched part is dropped</source>
        <translation>Die Maske „%1“: der schraffierte Teil fällt weg</translation>
    </message>
    <message>
        <source>The uncertainty of the map, θ(1 − θ)</source>
        <translation>Die Unsicherheit der Karte, θ(1 − θ)</translation>
    </message>
    <message numerus="yes">
        <source>The map after %n steps</source>
        <translation>
            <numerusform>Die Karte nach %n Schritt</numerusform>
            <numerusform>Die Karte nach %n Schritten</numerusform>
        </translation>
    </message>
    <message>
        <source>What the classifier then sees, infilled: %1</source>
        <translation>Was der Klassifikator dann sieht, gefüllt: %1</translation>
    </message>
    <message>
        <source>Press Explain to see what the classifier
is left with: the photo under the mask, infilled.</source>
        <translation>Drücke Erklären, um zu sehen, was dem Klassifikator
bleibt: das Foto unter der Maske, gefüllt.</translation>
    </message>
    <message>
        <source>Compare with the untouched photo</source>
        <translation>Mit dem unberührten Foto vergleichen</translation>
    </message>
    <message>
        <source>Hold to see the untouched photo (or hold C)</source>
        <translation>Gedrückt halten, um das unberührte Foto zu sehen (oder C halten)</translation>
    </message>
    <message>
        <source>Before and after in one picture, divided by a line to drag (or move with the arrow keys)</source>
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
        <source>Save figure</source>
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
    <message numerus="yes">
        <source>%n runs were deleted.</source>
        <translation>
            <numerusform>%n Lauf wurde gelöscht.</numerusform>
            <numerusform>%n Läufe wurden gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Open tour</source>
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
    <message>
        <source>The map after one step</source>
        <translation>Die Karte nach einem Schritt</translation>
    </message>
    <message>
        <source>The tour</source>
        <translation>Die Tour</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>regions</source>
        <translation>gebiete</translation>
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
        <source>Colour map (perceptually uniform)</source>
        <translation>Farbskala (gleichmäßig für das Auge)</translation>
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
        <source>Uncertainty</source>
        <translation>Unsicherheit</translation>
    </message>
    <message>
        <source>θ(1 − θ), the variance of a pixel in the sampled masks: where the run is undecided</source>
        <translation>θ(1 − θ), die Varianz eines Pixels in den gezogenen Masken: wo der Lauf unentschieden ist</translation>
    </message>
    <message>
        <source>Mask sampled from the map</source>
        <translation>Aus der Karte gezogene Maske</translation>
    </message>
    <message>
        <source>Each pixel is dropped with probability θ, as in the steps of the run and in the marginal confidence</source>
        <translation>Jedes Pixel fällt mit seiner Wahrscheinlichkeit θ weg, wie in den Schritten des Laufs und im marginalen Wert</translation>
    </message>
    <message>
        <source>Most likely mask</source>
        <translation>Wahrscheinlichste Maske</translation>
    </message>
    <message>
        <source>MAP estimate: dropped where θ is above one half</source>
        <translation>MAP-Schätzung: weg, wo θ über einhalb liegt</translation>
    </message>
    <message>
        <source>Blank out what is dropped: a mask sampled from the map (K)</source>
        <translation>Ausblenden, was wegfällt: eine aus der Karte gezogene Maske (K)</translation>
    </message>
    <message>
        <source>Hatch what is dropped: where the drop probability θ is above one half (K)</source>
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
        <source>Paint one or more masks: each becomes a row here.</source>
        <translation>Male eine oder mehrere Masken: jede wird hier eine Zeile.</translation>
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
        <source>Load mask</source>
        <translation>Maske laden</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)</source>
        <translation>Bilder (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Paste mask</source>
        <translation>Maske einfügen</translation>
    </message>
    <message>
        <source>%1 contains greys, where photo and infill are blended. To make it black and white, apply a threshold:</source>
        <translation>%1 enthält Grautöne, an denen Foto und Füllung gemischt werden. Eine Schwelle macht sie schwarz-weiß:</translation>
    </message>
    <message>
        <source>Threshold of the mask</source>
        <translation>Schwelle der Maske</translation>
    </message>
    <message>
        <source>Pixels at least this light are kept, the others are dropped</source>
        <translation>Was mindestens so hell ist, bleibt; der Rest fällt weg</translation>
    </message>
    <message>
        <source>Threshold at %1 %</source>
        <translation>Schwelle bei %1 %</translation>
    </message>
    <message>
        <source>Threshold the mask</source>
        <translation>Schwelle auf die Maske anwenden</translation>
    </message>
</context>
<context>
    <name>fido::ui::MaskPanel</name>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>The mask that the answer is about; double-click to rename</source>
        <translation>Die Maske, für die die Antwort gilt; Doppelklick zum Umbenennen</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Paint what is dropped and infilled (%1 to swap)</source>
        <translation>Malen, was wegfällt und gefüllt wird (%1 tauscht)</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Paint what is kept (%1 to swap); a new mask then starts with everything dropped</source>
        <translation>Malen, was bleibt (%1 tauscht); eine neue Maske beginnt dann mit nichts</translation>
    </message>
    <message>
        <source>From the map</source>
        <translation>Aus der Karte</translation>
    </message>
    <message>
        <source>Threshold of the importance: what lies above it is kept (SSR) or dropped (SDR)</source>
        <translation>Schwelle der Wichtigkeit: was darüber liegt, bleibt (SSR) oder fällt weg (SDR)</translation>
    </message>
    <message>
        <source>Use in runs</source>
        <translation>In Läufen</translation>
    </message>
    <message>
        <source>How runs use the painted mask</source>
        <translation>Wie Läufe die gemalte Maske benutzen</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>Nicht benutzt</translation>
    </message>
    <message>
        <source>Runs ignore painted masks</source>
        <translation>Läufe beachten gemalte Masken nicht</translation>
    </message>
    <message>
        <source>Starting point</source>
        <translation>Ausgangspunkt</translation>
    </message>
    <message>
        <source>θ starts at 0.1 where the mask keeps and at 0.9 where it drops, and is then optimised</source>
        <translation>θ beginnt bei 0,1, wo die Maske behält, und bei 0,9, wo sie weglässt, und wird dann optimiert</translation>
    </message>
    <message>
        <source>Stays kept</source>
        <translation>Bleibt behalten</translation>
    </message>
    <message>
        <source>What the mask keeps stays kept (θ = 0); the run decides the rest</source>
        <translation>Was die Maske behält, bleibt (θ = 0); über den Rest entscheidet der Lauf</translation>
    </message>
    <message>
        <source>Stays dropped</source>
        <translation>Bleibt weg</translation>
    </message>
    <message>
        <source>What the mask drops stays dropped (θ = 1); the run decides the rest</source>
        <translation>Was die Maske weglässt, bleibt weg (θ = 1); über den Rest entscheidet der Lauf</translation>
    </message>
    <message>
        <source>How the next run uses the mask that was selected last. %1</source>
        <translation>Wie der nächste Lauf die zuletzt gewählte Maske benutzt. %1</translation>
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
        <source>All edits; click one to go back or forward to it</source>
        <translation>Alle Änderungen; ein Klick geht zu einer zurück oder vor</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>How much a colour may differ from the clicked pixel</source>
        <translation>Wie sehr eine Farbe vom angeklickten Pixel abweichen darf</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>Size of a superpixel</source>
        <translation>Größe eines Superpixels</translation>
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
    <message>
        <source>%1 does not use painted masks.</source>
        <translation>%1 benutzt keine gemalten Masken.</translation>
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
        <source>Drag to reorder: the first checked method is the reference for the significance tests. Press Delete to remove an added entry.</source>
        <translation>Ziehen ordnet um: Das erste angekreuzte Verfahren ist der Bezug der Signifikanztests. Entf entfernt einen hinzugefügten Eintrag.</translation>
    </message>
    <message>
        <source>Method to add</source>
        <translation>Verfahren zum Hinzufügen</translation>
    </message>
    <message>
        <source>Infill for the method to add</source>
        <translation>Füllung für das Verfahren zum Hinzufügen</translation>
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
        <source>This method explains one class, not the difference of two.</source>
        <translation>Dieses Verfahren erklärt eine Klasse, nicht den Unterschied zweier.</translation>
    </message>
    <message>
        <source>No saliency network was trained for this classifier.</source>
        <translation>Für diesen Klassifikator wurde kein Salienznetz trainiert.</translation>
    </message>
    <message>
        <source>This method explains only the class that the classifier predicts.</source>
        <translation>Dieses Verfahren erklärt nur die Klasse, die der Klassifikator vorhersagt.</translation>
    </message>
    <message>
        <source>Compare methods</source>
        <translation>Verfahren vergleichen</translation>
    </message>
    <message>
        <source>A mask, step by step</source>
        <translation>Eine Maske, Schritt für Schritt</translation>
    </message>
    <message>
        <source>A map, without optimisation</source>
        <translation>Eine Karte, ohne Optimierung</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Four methods are chosen already; untick one of them first.</source>
        <translation>Vier Verfahren sind schon gewählt; nimm erst eines davon heraus.</translation>
    </message>
    <message>
        <source>Choose two to four methods.</source>
        <translation>Wähle zwei bis vier Verfahren.</translation>
    </message>
    <message>
        <source>Up to four methods</source>
        <translation>Bis zu vier Verfahren</translation>
    </message>
    <message>
        <source>At most four; untick one to choose another.</source>
        <translation>Höchstens vier: nimm eines heraus, um ein anderes zu wählen.</translation>
    </message>
    <message>
        <source>Explain with one method</source>
        <translation>Mit einem Verfahren erklären</translation>
    </message>
    <message numerus="yes">
        <source>Explain with %n methods</source>
        <translation>
            <numerusform>Mit %n Verfahren erklären</numerusform>
            <numerusform>Mit %n Verfahren erklären</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fido::ui::ModelChooser</name>
    <message>
        <source>Choose a model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>The classifier to explain</source>
        <translation>Der Klassifikator, der erklärt wird</translation>
    </message>
    <message>
        <source>%1 pixels. %2</source>
        <translation>%1 Pixel. %2</translation>
    </message>
    <message>
        <source>Add model…</source>
        <translation>Modell hinzufügen…</translation>
    </message>
</context>
<context>
    <name>fido::ui::ModelGate</name>
    <message>
        <source>%1 loads a model from outside your model folders: %2. A model file is a program. Load it only if you trust where it comes from.</source>
        <translation>%1 lädt ein Modell von außerhalb deiner Modellordner: %2. Eine Modelldatei ist ein Programm. Lade sie nur, wenn du ihrer Herkunft traust.</translation>
    </message>
    <message>
        <source>Load it</source>
        <translation>Laden</translation>
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
        <source>0 to 1, unchanged</source>
        <translation>0 bis 1, unverändert</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>A TorchScript file does not say how its input is prepared. The answers are saved in a card beside it, so you are asked only once.</source>
        <translation>Eine TorchScript-Datei sagt nicht, wie ihre Eingabe vorbereitet wird. Die Antworten kommen auf eine Karte daneben und werden nur einmal erfragt.</translation>
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
        <source>Channel order</source>
        <translation>Reihenfolge der Kanäle</translation>
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
        <source>What the model sees</source>
        <translation>Was das Modell sieht</translation>
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
        <source>A text file, one class per line…</source>
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
        <source>Number of classes</source>
        <translation>Anzahl der Klassen</translation>
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
        <source>Text, one class per line (*.txt *.names *.csv);;All files (*)</source>
        <translation>Text, eine Klasse je Zeile (*.txt *.names *.csv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>No file selected</source>
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
    <name>fido::ui::RegionsPage</name>
    <message>
        <source>up to </source>
        <translation>bis zu </translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Save the picture as a PNG</source>
        <translation>Das Bild als PNG speichern</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>Region %1 of up to %2: step %3 of %4</source>
        <translation>Gebiet %1 von bis zu %2: Schritt %3 von %4</translation>
    </message>
    <message>
        <source>Open a photo first.</source>
        <translation>Öffne zuerst ein Foto.</translation>
    </message>
    <message>
        <source>An eye may be enough, and so may the other eye: find regions that each keep the class.</source>
        <translation>Ein Auge kann genügen, das andere auch: Finde Gebiete, von denen jedes die Klasse behält.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Find regions</source>
        <translation>Gebiete suchen</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Probability of the class if only these regions are kept and the rest is infilled; %1 for the untouched photo.</source>
        <translation>Wahrscheinlichkeit der Klasse, wenn nur diese Gebiete bleiben und der Rest gefüllt wird; %1 für das unberührte Foto.</translation>
    </message>
    <message>
        <source>Without these regions, only %1 % of the evidence can be kept, so there is no other.</source>
        <translation>Ohne diese Gebiete lassen sich nur %1 % der Hinweise behalten, also gibt es kein weiteres.</translation>
    </message>
    <message>
        <source>Regions that each keep “%1”: %2</source>
        <translation>Gebiete, die je „%1“ behalten: %2</translation>
    </message>
</context>
<context>
    <name>fido::ui::Restorer</name>
    <message>
        <source>%1 is no longer in %2.</source>
        <translation>%1 ist nicht mehr in %2.</translation>
    </message>
    <message>
        <source>%1 is not the picture of this session.</source>
        <translation>%1 ist nicht das Bild dieser Sitzung.</translation>
    </message>
    <message>
        <source>The masks were not restored: the picture has a different shape (%1 × %2 instead of %3 × %4).</source>
        <translation>Die Masken wurden nicht wiederhergestellt: Das Bild hat eine andere Form (%1 × %2 statt %3 × %4).</translation>
    </message>
    <message>
        <source>The run was not restored: its classifier %1 was not found.</source>
        <translation>Der Lauf wurde nicht wiederhergestellt: Sein Klassifikator %1 wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>The run was not restored: the classifier %1 has changed since.</source>
        <translation>Der Lauf wurde nicht wiederhergestellt: Der Klassifikator %1 hat sich seitdem geändert.</translation>
    </message>
</context>
<context>
    <name>fido::ui::RunLibrary</name>
    <message>
        <source>This run is no longer in the library.</source>
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
    <message>
        <source>Reset every field to the preset&apos;s value</source>
        <translation>Alle Felder auf die Werte der Voreinstellung zurücksetzen</translation>
    </message>
</context>
<context>
    <name>fido::ui::RunPlots</name>
    <message>
        <source>Run curves</source>
        <translation>Kurven des Laufs</translation>
    </message>
    <message>
        <source>Press the arrow keys to step through the run</source>
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
    <message>
        <source>Dashed in the score: what the masks should keep, %1</source>
        <translation>Gestrichelt im Wert: was die Masken behalten sollen, %1</translation>
    </message>
    <message>
        <source>%1, at a price of %2 a pixel</source>
        <translation>%1, bei einem Preis von %2 je Pixel</translation>
    </message>
</context>
<context>
    <name>fido::ui::ScrubBar</name>
    <message>
        <source>Scrub through the run: the map after any step</source>
        <translation>Durch den Lauf gehen: die Karte nach jedem Schritt</translation>
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
        <source>Go to the latest step (End)</source>
        <translation>Zum neuesten Schritt (Ende)</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>fido::ui::SessionPersistence</name>
    <message>
        <source>The session could not be autosaved: %1</source>
        <translation>Die Sitzung konnte nicht automatisch gesichert werden: %1</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>Save session</source>
        <translation>Sitzung speichern</translation>
    </message>
    <message>
        <source>Sessions (*.fidoscope)</source>
        <translation>Sitzungen (*.fidoscope)</translation>
    </message>
    <message>
        <source>Fidoscope did not close properly. Autosaved on %1: %2.</source>
        <translation>Fidoscope wurde nicht richtig beendet. Automatisch gesichert am %1: %2.</translation>
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
        <source>The session could not be saved for the next start: %1</source>
        <translation>Die Sitzung konnte nicht für den nächsten Start gesichert werden: %1</translation>
    </message>
    <message>
        <source>Save session…</source>
        <translation>Sitzung speichern…</translation>
    </message>
    <message>
        <source>Close anyway</source>
        <translation>Trotzdem schließen</translation>
    </message>
    <message>
        <source>%1 and its masks were closed.</source>
        <translation>%1 und seine Masken wurden geschlossen.</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Locate %1</source>
        <translation>%1 suchen</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff);;All files (*)</source>
        <translation>Bilder (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Use this picture</source>
        <translation>Dieses Bild nehmen</translation>
    </message>
    <message>
        <source>The session</source>
        <translation>Die Sitzung</translation>
    </message>
    <message>
        <source>Continue without it</source>
        <translation>Ohne es fortfahren</translation>
    </message>
</context>
<context>
    <name>fido::ui::ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
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
        <source>Change the size of the brush</source>
        <translation>Größe des Pinsels ändern</translation>
    </message>
    <message>
        <source>Double-click, 0</source>
        <translation>Doppelklick, 0</translation>
    </message>
    <message>
        <source>Fit to window</source>
        <translation>Ins Fenster einpassen</translation>
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
        <source>Arrow keys</source>
        <translation>Pfeiltasten</translation>
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
        <source>Close or cancel the polygon</source>
        <translation>Das Vieleck schließen oder abbrechen</translation>
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
        <source>Reset to the preset&apos;s value, %1</source>
        <translation>Auf den Wert der Voreinstellung zurücksetzen, %1</translation>
    </message>
</context>
<context>
    <name>fido::ui::StatusLine</name>
    <message>
        <source>Where the classifier runs</source>
        <translation>Wo der Klassifikator läuft</translation>
    </message>
    <message>
        <source>Time per step: forward and backward pass of all samples</source>
        <translation>Zeit je Schritt: Vorwärts- und Rückwärtsdurchlauf aller Stichproben</translation>
    </message>
    <message>
        <source>Steps done and time left</source>
        <translation>Getane Schritte und verbleibende Zeit</translation>
    </message>
    <message>
        <source>s(c) of the target class: for the untouched photo and under the mask shown</source>
        <translation>s(c) der Zielklasse: für das unberührte Foto und unter der gezeigten Maske</translation>
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
        <source>, interrupted</source>
        <translation>, unterbrochen</translation>
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
        <source>Evaluation running in the background (F10)</source>
        <translation>Auswertung im Hintergrund (F10)</translation>
    </message>
    <message>
        <source>%1, 1 thread</source>
        <translation>%1, 1 Thread</translation>
    </message>
    <message>
        <source>, settled after %1</source>
        <translation>, zur Ruhe gekommen nach %1</translation>
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
        <source>What replaces dropped pixels. %1</source>
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
        <source>Previous step (Page Up)</source>
        <translation>Vorheriger Schritt (Bild auf)</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Next step (Page Down)</source>
        <translation>Nächster Schritt (Bild ab)</translation>
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
        <source>Or start with one of these</source>
        <translation>Oder beginne mit einem von diesen</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
</context>
<context>
    <name>fido::ui::Workspace</name>
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
        <source>No classifier was found. Add one: choose a TorchScript file (.pt) and describe its input.</source>
        <translation>Kein Klassifikator wurde gefunden. Füge einen hinzu: Wähle eine TorchScript-Datei (.pt) und beschreibe ihre Eingabe.</translation>
    </message>
    <message>
        <source>The run needs a painted mask, but there is none. Paint one, or choose “Not used” in the list under the masks.</source>
        <translation>Der Lauf braucht eine gemalte Maske, aber es gibt keine. Male eine, oder wähle „Nicht benutzt“ in der Liste unter den Masken.</translation>
    </message>
</context>
</TS>
