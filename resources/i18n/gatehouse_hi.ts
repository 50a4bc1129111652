<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="hi_IN">
<context>
    <name></name>
    <message>
        <source>All gates hold</source>
        <translation>सभी गेट रोकें</translation>
    </message>
    <message>
        <source>Amends</source>
        <translation>किसका संशोधन</translation>
    </message>
    <message>
        <source>Barrier</source>
        <translation>बैरियर</translation>
    </message>
    <message>
        <source>Because</source>
        <translation>कारण</translation>
    </message>
    <message>
        <source>Begin, hand over, notes</source>
        <translation>शुरुआत, हैंडओवर, नोट</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>बंद करें</translation>
    </message>
    <message>
        <source>Close the barrier of {name}; recorded</source>
        <translation>{name} का बैरियर बंद करें; दर्ज होगा</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>पुष्टि करें</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>कंट्रास्ट</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>सुधारें</translation>
    </message>
    <message>
        <source>Dark, light, high contrast</source>
        <translation>गहरी, हल्की, तेज़ कंट्रास्ट</translation>
    </message>
    <message>
        <source>Decide later: go on with the next passage</source>
        <translation>निर्णय बाद में: अगले वाहन पर जाएँ</translation>
    </message>
    <message>
        <source>Decide with a reason from the list</source>
        <translation>सूची से कारण चुनकर निर्णय लें</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>निर्णय</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>रोकें</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>दिशा</translation>
    </message>
    <message>
        <source>Dismiss notice</source>
        <translation>सूचना हटाएँ</translation>
    </message>
    <message>
        <source>Do not open; recorded as denied</source>
        <translation>न खोलें; &quot;रोका गया&quot; दर्ज होगा</translation>
    </message>
    <message>
        <source>Earlier frame</source>
        <translation>पहले की तस्वीर</translation>
    </message>
    <message>
        <source>Emergency: nothing is sent to any barrier until the gates are released</source>
        <translation>आपातकाल: गेट छोड़े जाने तक किसी बैरियर को कोई आदेश नहीं भेजा जाएगा</translation>
    </message>
    <message>
        <source>English, German, Hindi; from the next start</source>
        <translation>अंग्रेज़ी, जर्मन, हिन्दी; अगली शुरुआत से</translation>
    </message>
    <message>
        <source>Evidence of passage {plate}</source>
        <translation>वाहन {plate} का सबूत</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>निर्यात</translation>
    </message>
    <message>
        <source>Exported by {name} on {time}</source>
        <translation>{name} ने {time} पर निकाला</translation>
    </message>
    <message>
        <source>Fill in the plate of nearest vehicle {number}</source>
        <translation>सबसे मिलते-जुलते वाहन {number} का नंबर भरें</translation>
    </message>
    <message>
        <source>Find cameras, pair with agents, test and keep the lanes</source>
        <translation>कैमरे खोजें, एजेंट जोड़ें, लेन जाँचें और सहेजें</translation>
    </message>
    <message>
        <source>Firebase</source>
        <translation>फ़ायरबेस</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>पूरी स्क्रीन</translation>
    </message>
    <message>
        <source>Go through the recent decisions by arrow keys; Escape comes back</source>
        <translation>तीर कुंजियों से हाल के निर्णय देखें; Escape से वापस</translation>
    </message>
    <message>
        <source>Hear what is heard when a passage waits too long</source>
        <translation>सुनें कि वाहन के देर तक इंतज़ार पर क्या सुनाई देता है</translation>
    </message>
    <message>
        <source>History</source>
        <translation>इतिहास</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>खुला रखें</translation>
    </message>
    <message>
        <source>Hold the barrier of {name} open for a time; recorded</source>
        <translation>{name} का बैरियर कुछ समय खुला रखें; दर्ज होगा</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>लेन</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>लेन</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>भाषा</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>बड़े अक्षर</translation>
    </message>
    <message>
        <source>Later frame</source>
        <translation>बाद की तस्वीर</translation>
    </message>
    <message>
        <source>Let in as a visitor, under the text in the slots</source>
        <translation>खानों में लिखे नंबर से आगंतुक के रूप में अंदर आने दें</translation>
    </message>
    <message>
        <source>Let the gates move again</source>
        <translation>गेटों को फिर से चलने दें</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>लॉक करें</translation>
    </message>
    <message>
        <source>Lock the console; the lanes go on</source>
        <translation>कंसोल लॉक करें; लेन चलती रहेंगी</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>मॉडल</translation>
    </message>
    <message>
        <source>Next passage</source>
        <translation>अगला वाहन</translation>
    </message>
    <message>
        <source>Next theme</source>
        <translation>अगली थीम</translation>
    </message>
    <message>
        <source>No picture was taken of this passage</source>
        <translation>इस वाहन की कोई तस्वीर नहीं ली गई</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>नोट</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>Open the barrier of {name}; recorded</source>
        <translation>{name} का बैरियर खोलें; दर्ज होगा</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>पृष्ठ</translation>
    </message>
    <message>
        <source>Parking</source>
        <translation>पार्किंग</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>पारगमन</translation>
    </message>
    <message>
        <source>People</source>
        <translation>कर्मचारी</translation>
    </message>
    <message>
        <source>Picture taken, by the camera&apos;s clock</source>
        <translation>चित्र लिया गया, कैमरे की घड़ी के अनुसार</translation>
    </message>
    <message>
        <source>Previous passage</source>
        <translation>पिछला वाहन</translation>
    </message>
    <message>
        <source>Put alternative {number} into the selected slot</source>
        <translation>चुने हुए खाने में विकल्प {number} रखें</translation>
    </message>
    <message>
        <source>Put back the text as it was read</source>
        <translation>जैसा पढ़ा गया था, वैसा नंबर वापस लाएँ</translation>
    </message>
    <message>
        <source>Read from the picture</source>
        <translation>तस्वीर से पढ़ा गया</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>कारण</translation>
    </message>
    <message>
        <source>Recent decisions</source>
        <translation>हाल के निर्णय</translation>
    </message>
    <message>
        <source>Record as a visitor; the barrier stays closed</source>
        <translation>आगंतुक के रूप में दर्ज करें; बैरियर बंद रहेगा</translation>
    </message>
    <message>
        <source>Record the text as typed and open</source>
        <translation>टाइप किया नंबर दर्ज करें और खोलें</translation>
    </message>
    <message>
        <source>Record the text as typed; the barrier stays closed</source>
        <translation>टाइप किया नंबर दर्ज करें; बैरियर बंद रहेगा</translation>
    </message>
    <message>
        <source>Registered vehicles, block list and visitors</source>
        <translation>पंजीकृत वाहन, प्रतिबंधित सूची और आगंतुक</translation>
    </message>
    <message>
        <source>Release gates</source>
        <translation>गेट छोड़ें</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>जाँच</translation>
    </message>
    <message>
        <source>SHA-256 of the picture</source>
        <translation>तस्वीर का SHA-256</translation>
    </message>
    <message>
        <source>Search the decisions of the past</source>
        <translation>पुराने निर्णय खोजें</translation>
    </message>
    <message>
        <source>Set-up</source>
        <translation>सेटअप</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>शिफ़्ट</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>कुंजियाँ</translation>
    </message>
    <message>
        <source>Show every key of the window</source>
        <translation>विंडो की सभी कुंजियाँ दिखाएँ</translation>
    </message>
    <message>
        <source>Show the evidence twice, four times, or once as large</source>
        <translation>सबूत की तस्वीर दुगुनी, चौगुनी या मूल आकार में दिखाएँ</translation>
    </message>
    <message>
        <source>Show the frame of the passage after this one</source>
        <translation>इस वाहन की इसके बाद की तस्वीर दिखाएँ</translation>
    </message>
    <message>
        <source>Show the frame of the passage before this one</source>
        <translation>इस वाहन की इससे पहले की तस्वीर दिखाएँ</translation>
    </message>
    <message>
        <source>Size of the picture</source>
        <translation>चित्र का आकार</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>बाद में</translation>
    </message>
    <message>
        <source>Slots and vehicles inside</source>
        <translation>स्लॉट और अंदर खड़े वाहन</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>छोटे अक्षर</translation>
    </message>
    <message>
        <source>Software, weights</source>
        <translation>सॉफ़्टवेयर, मॉडल</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>ध्वनि</translation>
    </message>
    <message>
        <source>Sound on or off when a passage waits too long, until the shift ends</source>
        <translation>वाहन देर तक इंतज़ार करे तो आवाज़ चालू या बंद, शिफ़्ट के अंत तक</translation>
    </message>
    <message>
        <source>Stretch the contrast of the evidence, or show it as it was taken</source>
        <translation>सबूत की तस्वीर का कंट्रास्ट बढ़ाएँ, या उसे मूल रूप में दिखाएँ</translation>
    </message>
    <message>
        <source>Take alternative {number}</source>
        <translation>विकल्प {number} लें</translation>
    </message>
    <message>
        <source>Take vehicle {number}</source>
        <translation>वाहन {number} लें</translation>
    </message>
    <message>
        <source>Take your last decision back: both stay on record, and the passage waits again</source>
        <translation>अपना पिछला निर्णय वापस लें: दोनों रिकॉर्ड में रहेंगे और वाहन फिर से प्रतीक्षा में जाएगा</translation>
    </message>
    <message>
        <source>Taken for</source>
        <translation>माना गया नंबर</translation>
    </message>
    <message>
        <source>Test the sound</source>
        <translation>आवाज़ जाँचें</translation>
    </message>
    <message>
        <source>The lanes and the review</source>
        <translation>लेन और जाँच</translation>
    </message>
    <message>
        <source>The notice has been seen; it stays in the log</source>
        <translation>सूचना देख ली गई; लॉग में बनी रहेगी</translation>
    </message>
    <message>
        <source>The read is right: record it and open</source>
        <translation>नंबर सही पढ़ा गया: दर्ज करें और खोलें</translation>
    </message>
    <message>
        <source>The read is right: record it; the barrier stays closed</source>
        <translation>नंबर सही पढ़ा गया: दर्ज करें; बैरियर बंद रहेगा</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>वापस लें</translation>
    </message>
    <message>
        <source>Undo typing</source>
        <translation>टाइप किया हटाएँ</translation>
    </message>
    <message>
        <source>Vehicle seen</source>
        <translation>वाहन दिखा</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>वाहन</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>आगंतुक</translation>
    </message>
    <message>
        <source>Weakest character</source>
        <translation>सबसे कमज़ोर अक्षर</translation>
    </message>
    <message>
        <source>What has not gone to Firebase, and why</source>
        <translation>क्या फ़ायरबेस तक नहीं पहुँचा और क्यों</translation>
    </message>
    <message>
        <source>What was decided</source>
        <translation>क्या निर्णय हुआ</translation>
    </message>
    <message>
        <source>Which models read, and which candidates wait</source>
        <translation>कौन से मॉडल पढ़ते हैं और कौन से उम्मीदवार प्रतीक्षा में हैं</translation>
    </message>
    <message>
        <source>Who may sign in</source>
        <translation>कौन साइन इन कर सकता है</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>विंडो</translation>
    </message>
    <message>
        <source>Write decisions and their pictures as a labelled set</source>
        <translation>निर्णय और उनके चित्र लेबल सहित समूह के रूप में लिखें</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>बड़ा करें</translation>
    </message>
    <message>
        <source>by {name} on {time}</source>
        <translation>{name} द्वारा, {time}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>कोई नहीं</translation>
    </message>
    <message>
        <source>{width} x {height} pixels</source>
        <translation>{width} × {height} पिक्सेल</translation>
    </message>
</context>
<context>
    <name>AmendDialog</name>
    <message>
        <source>A plate?</source>
        <translation>नंबर?</translation>
    </message>
    <message>
        <source>Amend a decision</source>
        <translation>निर्णय में संशोधन</translation>
    </message>
    <message>
        <source>Decided: {outcome} by {name}, read {plate}</source>
        <translation>निर्णय: {outcome}, {name} द्वारा, पढ़ा गया {plate}</translation>
    </message>
    <message>
        <source>Leave it (Escape)</source>
        <translation>रहने दें (Escape)</translation>
    </message>
    <message>
        <source>Let in as a visitor</source>
        <translation>आगंतुक के रूप में आने दें</translation>
    </message>
    <message>
        <source>Let in under this plate</source>
        <translation>इस नंबर से आने दें</translation>
    </message>
    <message>
        <source>Not let in</source>
        <translation>न आने दें</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>नोट</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>नंबर</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>कारण</translation>
    </message>
    <message>
        <source>Record the amendment</source>
        <translation>संशोधन दर्ज करें</translation>
    </message>
    <message>
        <source>Should be</source>
        <translation>होना चाहिए</translation>
    </message>
    <message>
        <source>The decision stays on record; no barrier moves.</source>
        <translation>निर्णय दर्ज रहता है; कोई बैरियर नहीं हिलता।</translation>
    </message>
    <message>
        <source>This is what was decided</source>
        <translation>यही निर्णय हुआ था</translation>
    </message>
    <message>
        <source>What should have been decided</source>
        <translation>क्या निर्णय होना चाहिए था</translation>
    </message>
</context>
<context>
    <name>Amending</name>
    <message>
        <source>Recorded: {plate}, {outcome}</source>
        <translation>दर्ज हुआ: {plate}, {outcome}</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>दर्ज हो रहा है</translation>
    </message>
</context>
<context>
    <name>Archivist</name>
    <message>
        <source>Writing {file}</source>
        <translation>{file} लिखी जा रही है</translation>
    </message>
    <message>
        <source>{file} was written</source>
        <translation>{file} लिखी गई</translation>
    </message>
    <message numerus="yes">
        <source>{file}: %n decisions written</source>
        <translation>
            <numerusform>{file}: %n निर्णय लिखा गया</numerusform>
            <numerusform>{file}: %n निर्णय लिखे गए</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BarrierTrial</name>
    <message>
        <source>Open it</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>Test the barrier of {lane}?</source>
        <translation>{lane} का बैरियर जाँचें?</translation>
    </message>
    <message>
        <source>The barrier of {lane} will open now; nothing may stand under it.</source>
        <translation>{lane} का बैरियर अभी खुलेगा; उसके नीचे कुछ न हो।</translation>
    </message>
    <message>
        <source>{lane}: not sent, for it is not recorded yet: {why}</source>
        <translation>{lane}: नहीं भेजा गया, क्योंकि अभी दर्ज नहीं हुआ: {why}</translation>
    </message>
    <message>
        <source>{lane}: recorded and sent. {position}</source>
        <translation>{lane}: दर्ज हुआ और भेजा गया। {position}</translation>
    </message>
    <message>
        <source>{lane}: recorded, but failed: {why}. {position}</source>
        <translation>{lane}: दर्ज हुआ, पर विफल रहा: {why}। {position}</translation>
    </message>
    <message>
        <source>{lane}: refused: {why}</source>
        <translation>{lane}: मना किया गया: {why}</translation>
    </message>
    <message>
        <source>{lane}: the opening is being recorded and sent</source>
        <translation>{lane}: खोलने का आदेश दर्ज करके भेजा जा रहा है</translation>
    </message>
</context>
<context>
    <name>BindingButton</name>
    <message>
        <source>Press the new key</source>
        <translation>नई कुंजी दबाएँ</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>कोई कुंजी नहीं</translation>
    </message>
    <message>
        <source>{action}: {keys}. Press to choose another key</source>
        <translation>{action}: {keys}. दूसरी कुंजी चुनने के लिए दबाएँ</translation>
    </message>
</context>
<context>
    <name>CalendarDialog</name>
    <message>
        <source>Arrows: another day   Return: take it   Escape: leave it</source>
        <translation>तीर: दूसरा दिन   Return: चुनें   Escape: छोड़ें</translation>
    </message>
</context>
<context>
    <name>CharacterSlots</name>
    <message>
        <source>Confidence {percent} %, alternatives {letters}</source>
        <translation>भरोसा {percent} %, विकल्प {letters}</translation>
    </message>
    <message>
        <source>Plate {text}, end</source>
        <translation>नंबर {text}, अंत</translation>
    </message>
    <message>
        <source>Plate {text}, slot {number} of {count}: {letter}</source>
        <translation>नंबर {text}, {count} में से खाना {number}: {letter}</translation>
    </message>
</context>
<context>
    <name>ChoiceDialog</name>
    <message>
        <source>Return: the first   Escape: leave it</source>
        <translation>Return: पहला   Escape: रहने दें</translation>
    </message>
</context>
<context>
    <name>CopyDesk</name>
    <message numerus="yes">
        <source>%n items are tried again</source>
        <translation>
            <numerusform>%n प्रविष्टि फिर भेजी जा रही है</numerusform>
            <numerusform>%n प्रविष्टियाँ फिर भेजी जा रही हैं</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n items go to Firebase</source>
        <translation>
            <numerusform>%n प्रविष्टि फ़ायरबेस को जाती है</numerusform>
            <numerusform>%n प्रविष्टियाँ फ़ायरबेस को जाती हैं</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CopyModel</name>
    <message>
        <source>Made</source>
        <translation>बना</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>नंबर प्लेट</translation>
    </message>
    <message>
        <source>What</source>
        <translation>क्या</translation>
    </message>
    <message>
        <source>Whose work</source>
        <translation>किसका काम</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>क्यों</translation>
    </message>
</context>
<context>
    <name>CopyPageView</name>
    <message>
        <source>Copy all of the history to Firebase</source>
        <translation>पूरा इतिहास फ़ायरबेस पर भेजें</translation>
    </message>
    <message>
        <source>Copy the history of so many days to Firebase</source>
        <translation>इतने दिनों का इतिहास फ़ायरबेस पर भेजें</translation>
    </message>
    <message>
        <source>Days of history to upload</source>
        <translation>भेजे जाने वाले इतिहास के दिन</translation>
    </message>
    <message>
        <source>Everything has gone to Firebase</source>
        <translation>सब कुछ फ़ायरबेस पर पहुँच गया</translation>
    </message>
    <message>
        <source>Firebase page</source>
        <translation>फ़ायरबेस पृष्ठ</translation>
    </message>
    <message>
        <source>History</source>
        <translation>इतिहास</translation>
    </message>
    <message>
        <source>Keep the history at this site alone</source>
        <translation>इतिहास केवल इसी स्थल पर रखें</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>देखा जा रहा है</translation>
    </message>
    <message>
        <source>Nothing from before the connection waits for a choice.</source>
        <translation>कनेक्शन से पहले का कुछ भी चयन की प्रतीक्षा में नहीं है।</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>फिर भेजें</translation>
    </message>
    <message>
        <source>Retry all</source>
        <translation>सभी फिर भेजें</translation>
    </message>
    <message>
        <source>Seen differently</source>
        <translation>अलग-अलग प्रविष्टियाँ</translation>
    </message>
    <message>
        <source>Send every refused item once more</source>
        <translation>हर अस्वीकृत प्रविष्टि फिर भेजें</translation>
    </message>
    <message>
        <source>Send the selected refused item once more</source>
        <translation>चुनी हुई अस्वीकृत प्रविष्टि फिर भेजें</translation>
    </message>
    <message>
        <source>The entry of this site counts, but a block in Firebase counts always. Documents that cannot be used are listed, too.</source>
        <translation>इस स्थल की प्रविष्टि मान्य है, पर फ़ायरबेस की रोक सदा मान्य है। अनुपयोगी दस्तावेज़ भी यहाँ हैं।</translation>
    </message>
    <message>
        <source>This site keeps everything itself. To connect it, name a service account in its settings (docs/firebase.md).</source>
        <translation>यह स्थल सब कुछ स्वयं रखता है। जोड़ने के लिए सेटिंग में सेवा खाता लिखें (docs/firebase.md)।</translation>
    </message>
    <message>
        <source>Upload all</source>
        <translation>सब भेजें</translation>
    </message>
    <message>
        <source>Upload none</source>
        <translation>कुछ न भेजें</translation>
    </message>
    <message>
        <source>Upload these days</source>
        <translation>ये दिन भेजें</translation>
    </message>
    <message>
        <source>What has not gone to Firebase</source>
        <translation>जो फ़ायरबेस तक नहीं पहुँचा</translation>
    </message>
    <message>
        <source>What this site and Firebase see differently</source>
        <translation>जो यह स्थल और फ़ायरबेस अलग देखते हैं</translation>
    </message>
    <message>
        <source>days</source>
        <translation>दिन</translation>
    </message>
    <message>
        <source>vehicles and slots as of {age} ago</source>
        <translation>वाहन और स्थान {age} पहले के</translation>
    </message>
    <message>
        <source>{count} items were recorded before the site was connected. How many days of them go to Firebase? The rest stays here alone.</source>
        <translation>{count} प्रविष्टियाँ कनेक्शन से पहले की हैं। उनमें से कितने दिनों की फ़ायरबेस पर जाएँ? शेष केवल यहीं रहेंगी।</translation>
    </message>
    <message>
        <source>{expired} notices too late</source>
        <translation>{expired} सूचनाएँ बहुत देर से</translation>
    </message>
    <message>
        <source>{plate}: here {here}, there {there}</source>
        <translation>{plate}: यहाँ {here}, वहाँ {there}</translation>
    </message>
    <message>
        <source>{waiting} waiting, {parked} refused, {sent} sent</source>
        <translation>{waiting} प्रतीक्षा में, {parked} अस्वीकृत, {sent} भेजे गए</translation>
    </message>
</context>
<context>
    <name>DecisionChoices</name>
    <message>
        <source>Any lane</source>
        <translation>कोई भी लेन</translation>
    </message>
    <message>
        <source>Any outcome</source>
        <translation>कोई भी नतीजा</translation>
    </message>
    <message>
        <source>Any verdict</source>
        <translation>कोई भी फ़ैसला</translation>
    </message>
    <message>
        <source>Confidence below</source>
        <translation>विश्वास इससे कम</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>लेन</translation>
    </message>
    <message>
        <source>Only reads less sure than</source>
        <translation>केवल वे पठन जो इससे कम पक्के हों</translation>
    </message>
    <message>
        <source>Only what a person corrected</source>
        <translation>केवल वे जिन्हें किसी ने सुधारा</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>नतीजा</translation>
    </message>
    <message>
        <source>Share of the sure ones</source>
        <translation>पक्के पठनों का हिस्सा</translation>
    </message>
    <message>
        <source>Verdict of the policy</source>
        <translation>नीति का फ़ैसला</translation>
    </message>
    <message>
        <source>When</source>
        <translation>कब</translation>
    </message>
</context>
<context>
    <name>DecisionsModel</name>
    <message>
        <source>All lanes</source>
        <translation>सभी लेन</translation>
    </message>
    <message>
        <source>By</source>
        <translation>किसने</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>लेन</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>नतीजा</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>नंबर</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>कारण</translation>
    </message>
    <message>
        <source>Recorded {time}</source>
        <translation>{time} पर दर्ज</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>समय</translation>
    </message>
</context>
<context>
    <name>DecisionsPanel</name>
    <message>
        <source>Columns of the recent decisions</source>
        <translation>हाल के निर्णयों के कॉलम</translation>
    </message>
    <message>
        <source>No decisions yet</source>
        <translation>अभी कोई निर्णय नहीं</translation>
    </message>
    <message>
        <source>Recent decisions</source>
        <translation>हाल के निर्णय</translation>
    </message>
</context>
<context>
    <name>EvidenceView</name>
    <message>
        <source>Evidence picture</source>
        <translation>सबूत की तस्वीर</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>लोड हो रहा है</translation>
    </message>
    <message>
        <source>No picture of it</source>
        <translation>इसकी तस्वीर नहीं है</translation>
    </message>
    <message>
        <source>as streamed</source>
        <translation>जैसा प्रसारित हुआ</translation>
    </message>
    <message>
        <source>contrast</source>
        <translation>कंट्रास्ट</translation>
    </message>
    <message>
        <source>full size</source>
        <translation>पूरा आकार</translation>
    </message>
    <message>
        <source>{factor}x</source>
        <translation>{factor}x</translation>
    </message>
    <message>
        <source>{frame}, beside {other}</source>
        <translation>{frame}, साथ में {other}</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{count} में से {number}</translation>
    </message>
    <message>
        <source>{place}, evidence</source>
        <translation>{place}, सबूत</translation>
    </message>
    <message>
        <source>{time} {lane}, {plate}</source>
        <translation>{time} {lane}, {plate}</translation>
    </message>
</context>
<context>
    <name>ExportPageView</name>
    <message numerus="yes">
        <source>%n pictures</source>
        <translation>
            <numerusform>%n चित्र</numerusform>
            <numerusform>%n चित्र</numerusform>
        </translation>
    </message>
    <message>
        <source>Asked for by an authority</source>
        <translation>किसी प्राधिकरण ने माँगा</translation>
    </message>
    <message>
        <source>Cancel export</source>
        <translation>निर्यात रद्द करें</translation>
    </message>
    <message>
        <source>Checking how well plates are read</source>
        <translation>जाँचना कि प्लेटें कितनी ठीक पढ़ी जाती हैं</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>विकल्प</translation>
    </message>
    <message>
        <source>Could not look</source>
        <translation>देख नहीं सके</translation>
    </message>
    <message>
        <source>Count again</source>
        <translation>फिर गिनें</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>गिनती हो रही है</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>निर्यात</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>निर्यात की प्रगति</translation>
    </message>
    <message>
        <source>Retraining the models</source>
        <translation>मॉडलों को फिर से प्रशिक्षित करना</translation>
    </message>
    <message>
        <source>Stop; nothing of the export is left</source>
        <translation>रोकें; निर्यात का कुछ भी नहीं बचता</translation>
    </message>
    <message>
        <source>Sure ones were let in by the policy; some of them keep a model from forgetting</source>
        <translation>पक्के वाहनों को नीति ने आने दिया; उनमें से कुछ मॉडल को भूलने से बचाते हैं</translation>
    </message>
    <message>
        <source>What that gives</source>
        <translation>इससे क्या मिलेगा</translation>
    </message>
    <message>
        <source>What to write</source>
        <translation>क्या लिखना है</translation>
    </message>
    <message>
        <source>Which decisions</source>
        <translation>कौन से निर्णय</translation>
    </message>
    <message>
        <source>Why it is exported</source>
        <translation>निर्यात क्यों किया जा रहा है</translation>
    </message>
    <message>
        <source>Write these decisions to a new folder; who and why goes on record</source>
        <translation>इन निर्णयों को नए फ़ोल्डर में लिखें; किसने और क्यों, यह दर्ज होता है</translation>
    </message>
    <message>
        <source>Writing {file}</source>
        <translation>{file} लिखी जा रही है</translation>
    </message>
    <message>
        <source>{done} of {total} decisions looked at, {pictures} pictures written</source>
        <translation>{total} में से {done} निर्णय देखे गए, {pictures} चित्र लिखे गए</translation>
    </message>
</context>
<context>
    <name>ExportWords</name>
    <message>
        <source>Cancelled; nothing was written</source>
        <translation>रद्द किया गया; कुछ नहीं लिखा गया</translation>
    </message>
    <message>
        <source>Decided by people {person}, by the policy {policy}</source>
        <translation>लोगों के निर्णय {person}, नीति के {policy}</translation>
    </message>
    <message>
        <source>For training {train}, to choose {val}, to test {test}</source>
        <translation>प्रशिक्षण के लिए {train}, चुनने के लिए {val}, परखने के लिए {test}</translation>
    </message>
    <message>
        <source>Left out: {reasons}</source>
        <translation>छोड़े गए: {reasons}</translation>
    </message>
    <message>
        <source>No picture is left with these choices</source>
        <translation>इन विकल्पों से कोई चित्र नहीं बचता</translation>
    </message>
    <message>
        <source>Pictures that are nearly the same are found while exporting</source>
        <translation>लगभग एक जैसे चित्र निर्यात के समय पहचाने जाते हैं</translation>
    </message>
    <message>
        <source>nearly the same: {count}</source>
        <translation>लगभग एक जैसे: {count}</translation>
    </message>
    <message>
        <source>past their retention: {count}</source>
        <translation>रखने की अवधि बीत चुकी: {count}</translation>
    </message>
    <message>
        <source>picture damaged: {count}</source>
        <translation>चित्र ख़राब: {count}</translation>
    </message>
    <message>
        <source>picture missing: {count}</source>
        <translation>चित्र नहीं मिला: {count}</translation>
    </message>
    <message>
        <source>without a text: {count}</source>
        <translation>बिना पाठ के: {count}</translation>
    </message>
    <message>
        <source>{file}: {pictures} pictures and {characters} characters written; {aligned} cut again to fit their text, {none} with plate text only</source>
        <translation>{file}: {pictures} चित्र और {characters} अक्षर लिखे गए; {aligned} पाठ के अनुसार फिर काटे गए, {none} केवल प्लेट के पाठ के साथ</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Create the administrator and sign in</source>
        <translation>प्रशासक बनाएँ और साइन इन करें</translation>
    </message>
    <message>
        <source>Creating</source>
        <translation>बनाया जा रहा है</translation>
    </message>
    <message>
        <source>Name of the administrator</source>
        <translation>प्रशासक का नाम</translation>
    </message>
    <message>
        <source>Nobody can sign in here yet. The administrator adds everybody else; a password has 8 characters or more, a PIN 6 digits or more.</source>
        <translation>अभी यहाँ कोई साइन इन नहीं कर सकता। बाकी सबको प्रशासक जोड़ेगा; पासवर्ड में कम से कम 8 अक्षर और PIN में कम से कम 6 अंक हों।</translation>
    </message>
    <message>
        <source>Password or PIN</source>
        <translation>पासवर्ड या PIN</translation>
    </message>
    <message>
        <source>Password or PIN again</source>
        <translation>पासवर्ड या PIN दोबारा</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>वही दोबारा</translation>
    </message>
    <message>
        <source>The two are not the same</source>
        <translation>दोनों एक जैसे नहीं हैं</translation>
    </message>
    <message>
        <source>Welcome to {site}</source>
        <translation>{site} में स्वागत है</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>आपका नाम</translation>
    </message>
</context>
<context>
    <name>GatePresenter</name>
    <message>
        <source>Barriers will open again by themselves for vehicles that are sure.</source>
        <translation>पक्के पहचाने गए वाहनों के लिए बैरियर फिर से अपने-आप खुलेंगे।</translation>
    </message>
    <message>
        <source>Hold {lane} open for how long?</source>
        <translation>{lane} कितनी देर खुला रखें?</translation>
    </message>
    <message>
        <source>Open {lane}?</source>
        <translation>{lane} खोलें?</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>कारण</translation>
    </message>
    <message>
        <source>Release all gates?</source>
        <translation>सभी गेट छोड़ें?</translation>
    </message>
    <message>
        <source>Release them</source>
        <translation>छोड़ें</translation>
    </message>
    <message>
        <source>The vehicle in front is on the block list.</source>
        <translation>सामने का वाहन प्रतिबंधित सूची में है।</translation>
    </message>
    <message>
        <source>Until it is closed</source>
        <translation>जब तक बंद न किया जाए</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} मिनट</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>By</source>
        <translation>किसने</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>लेन</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>नतीजा</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>नंबर</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>कारण</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>समय</translation>
    </message>
    <message>
        <source>{outcome}, amended</source>
        <translation>{outcome}, संशोधित</translation>
    </message>
    <message>
        <source>{outcome}, amends</source>
        <translation>{outcome}, संशोधन</translation>
    </message>
</context>
<context>
    <name>HistoryPageView</name>
    <message>
        <source>Amend</source>
        <translation>संशोधन</translation>
    </message>
    <message>
        <source>Amends an earlier decision, which is kept</source>
        <translation>पहले के निर्णय का संशोधन; मूल निर्णय सुरक्षित है</translation>
    </message>
    <message>
        <source>Any lane</source>
        <translation>कोई भी लेन</translation>
    </message>
    <message>
        <source>Any outcome</source>
        <translation>कोई भी नतीजा</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>कोई भी</translation>
    </message>
    <message>
        <source>Ask for everything</source>
        <translation>सब कुछ दिखाएँ</translation>
    </message>
    <message>
        <source>Barrier: {order}</source>
        <translation>बैरियर: {order}</translation>
    </message>
    <message>
        <source>Because: {reason}</source>
        <translation>कारण: {reason}</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>साफ़ करें</translation>
    </message>
    <message>
        <source>Could not look</source>
        <translation>देख नहीं सके</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>किसने निर्णय लिया</translation>
    </message>
    <message>
        <source>Decisions found</source>
        <translation>मिले हुए निर्णय</translation>
    </message>
    <message>
        <source>Evidence page</source>
        <translation>सबूत पृष्ठ</translation>
    </message>
    <message>
        <source>Evidence picture</source>
        <translation>सबूत की तस्वीर</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV निकालें</translation>
    </message>
    <message>
        <source>Find plate</source>
        <translation>खोजें</translation>
    </message>
    <message>
        <source>History</source>
        <translation>इतिहास</translation>
    </message>
    <message>
        <source>How the plate is compared</source>
        <translation>नंबर की तुलना कैसे हो</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>लेन</translation>
    </message>
    <message>
        <source>More than {count} found</source>
        <translation>{count} से ज़्यादा मिले</translation>
    </message>
    <message>
        <source>No picture was taken of this passage</source>
        <translation>इस वाहन की कोई तस्वीर नहीं ली गई</translation>
    </message>
    <message>
        <source>Nothing was found</source>
        <translation>कुछ नहीं मिला</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>नतीजा</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>पारगमन</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>नंबर</translation>
    </message>
    <message>
        <source>Read {observed}, taken for {resolved}, weakest character {confidence}</source>
        <translation>पढ़ा {observed}, माना {resolved}, सबसे कमज़ोर अक्षर {confidence}</translation>
    </message>
    <message>
        <source>Record how the selected passage should have been decided</source>
        <translation>दर्ज करें कि चुने हुए वाहन पर क्या निर्णय होना चाहिए था</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>खोज जारी है</translation>
    </message>
    <message>
        <source>Select a decision to see its passage</source>
        <translation>वाहन देखने के लिए कोई निर्णय चुनें</translation>
    </message>
    <message>
        <source>Trail of the passage</source>
        <translation>इस वाहन का पूरा क्रम</translation>
    </message>
    <message>
        <source>Write all that was found to a CSV file</source>
        <translation>जो मिला, वह सब CSV फ़ाइल में लिखें</translation>
    </message>
    <message>
        <source>Write the selected passage with its picture to a PDF</source>
        <translation>चुने हुए वाहन को तस्वीर सहित PDF में लिखें</translation>
    </message>
    <message>
        <source>begins so</source>
        <translation>ऐसे शुरू</translation>
    </message>
    <message>
        <source>is exactly</source>
        <translation>ठीक यही</translation>
    </message>
    <message>
        <source>is similar</source>
        <translation>मिलता-जुलता</translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation>{count} मिले</translation>
    </message>
    <message>
        <source>{lane}: {reason}</source>
        <translation>{lane}: {reason}</translation>
    </message>
    <message>
        <source>{time}   {outcome} by {name}</source>
        <translation>{time}   {outcome}: {name}</translation>
    </message>
</context>
<context>
    <name>Lane</name>
    <message>
        <source>Automatic opening suspended</source>
        <translation>अपने-आप खुलना रुका है</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>जुड़ रहा है</translation>
    </message>
    <message>
        <source>Could not look</source>
        <translation>देख नहीं सके</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>निर्णय हुआ</translation>
    </message>
    <message>
        <source>Last looked {age} ago</source>
        <translation>पिछली बार {age} पहले देखा</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>लोड हो रहा है</translation>
    </message>
    <message>
        <source>No plate seen</source>
        <translation>नंबर प्लेट नहीं दिखी</translation>
    </message>
    <message>
        <source>No vehicle</source>
        <translation>कोई वाहन नहीं</translation>
    </message>
    <message>
        <source>Not live</source>
        <translation>लाइव नहीं</translation>
    </message>
    <message>
        <source>Not looked at yet</source>
        <translation>अभी देखा नहीं गया</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>ऑफ़लाइन</translation>
    </message>
    <message>
        <source>Parked</source>
        <translation>खड़ा है</translation>
    </message>
    <message>
        <source>Picture is {age} old</source>
        <translation>तस्वीर {age} पुरानी है</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>पढ़ रहा है</translation>
    </message>
    <message>
        <source>Reading of plates begins shortly</source>
        <translation>नंबर पढ़ना जल्द शुरू होगा</translation>
    </message>
    <message>
        <source>Recognition does not work</source>
        <translation>पहचान काम नहीं कर रही</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>दर्ज हो रहा है</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>अलग रखा</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>शुरू हो रहा है</translation>
    </message>
    <message>
        <source>The camera does not answer</source>
        <translation>कैमरा जवाब नहीं दे रहा</translation>
    </message>
    <message>
        <source>Waiting for the first picture</source>
        <translation>पहली तस्वीर की प्रतीक्षा</translation>
    </message>
</context>
<context>
    <name>LaneTest</name>
    <message>
        <source>Add light beside the lens, or raise the gain; clean the lens</source>
        <translation>लेंस के पास रोशनी बढ़ाएँ या गेन बढ़ाएँ; लेंस साफ़ करें</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>धुंधलापन</translation>
    </message>
    <message>
        <source>Character height</source>
        <translation>अक्षर की ऊँचाई</translation>
    </message>
    <message>
        <source>Compare with another vehicle: this plate may be dirty, bent or unusual</source>
        <translation>किसी दूसरे वाहन से तुलना करें: यह नंबर प्लेट गंदी, मुड़ी या असामान्य हो सकती है</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>कंट्रास्ट</translation>
    </message>
    <message>
        <source>Focus the lens on the stop line and lock it; clean its glass</source>
        <translation>लेंस को रुकने की रेखा पर फ़ोकस करके लॉक करें; उसका काँच साफ़ करें</translation>
    </message>
    <message>
        <source>Glare</source>
        <translation>चकाचौंध</translation>
    </message>
    <message>
        <source>Let a vehicle stop at the line with its plate in the middle of the picture; if one stands there, focus the lens</source>
        <translation>एक वाहन को रेखा पर रोकें ताकि उसकी प्लेट चित्र के बीच में हो; यदि वाहन खड़ा है तो लेंस को फ़ोकस करें</translation>
    </message>
    <message>
        <source>Move the camera nearer to the middle of the lane, or farther away from it</source>
        <translation>कैमरे को लेन के बीच के पास लाएँ, या उसे दूर रखें</translation>
    </message>
    <message>
        <source>Plates seen</source>
        <translation>दिखी नंबर प्लेटें</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>पठन</translation>
    </message>
    <message>
        <source>Shorten the exposure or weaken the lamp; against the sun give the camera a hood or turn it</source>
        <translation>एक्सपोज़र घटाएँ या लैंप मंद करें; धूप से बचाने के लिए कैमरे पर हुड लगाएँ या उसे घुमाएँ</translation>
    </message>
    <message>
        <source>Shorten the shutter to 1/1000 s and give more light instead</source>
        <translation>शटर को 1/1000 सेकंड तक घटाएँ और बदले में रोशनी बढ़ाएँ</translation>
    </message>
    <message>
        <source>Take a lens that enlarges {times} times, or move the camera nearer</source>
        <translation>{times} गुना बड़ा दिखाने वाला लेंस लगाएँ, या कैमरे को पास लाएँ</translation>
    </message>
    <message>
        <source>Take a wider lens or move the camera back: other plates will not fit</source>
        <translation>चौड़ा लेंस लगाएँ या कैमरे को पीछे करें: दूसरी प्लेटें चित्र में नहीं आएँगी</translation>
    </message>
    <message>
        <source>Tilt</source>
        <translation>झुकाव</translation>
    </message>
    <message>
        <source>Turn the camera clockwise, seen from behind it, by {degrees}°</source>
        <translation>कैमरे को पीछे से देखते हुए {degrees}° दक्षिणावर्त घुमाएँ</translation>
    </message>
    <message>
        <source>Turn the camera counterclockwise, seen from behind it, by {degrees}°</source>
        <translation>कैमरे को पीछे से देखते हुए {degrees}° वामावर्त घुमाएँ</translation>
    </message>
    <message>
        <source>{value} % of a character, at most {limit}</source>
        <translation>अक्षर का {value} %, अधिकतम {limit}</translation>
    </message>
    <message>
        <source>{value} % of the frames say the same, at least {limit}</source>
        <translation>{value} % चित्रों में एक ही पाठ, न्यूनतम {limit}</translation>
    </message>
    <message>
        <source>{value} % of the plate burnt out, at most {limit}</source>
        <translation>प्लेट का {value} % अति उजला, अधिकतम {limit}</translation>
    </message>
    <message>
        <source>{value} frames, at least {limit}</source>
        <translation>{value} चित्र, न्यूनतम {limit}</translation>
    </message>
    <message>
        <source>{value} grey levels, at least {limit}</source>
        <translation>{value} ग्रे स्तर, न्यूनतम {limit}</translation>
    </message>
    <message>
        <source>{value} px, at least {limit}</source>
        <translation>{value} पिक्सेल, न्यूनतम {limit}</translation>
    </message>
    <message>
        <source>{value} px, at most {limit}</source>
        <translation>{value} पिक्सेल, अधिकतम {limit}</translation>
    </message>
    <message>
        <source>{value}°, at most {limit}</source>
        <translation>{value}°, अधिकतम {limit}</translation>
    </message>
</context>
<context>
    <name>LaneTile</name>
    <message>
        <source>Age of the picture: {age}</source>
        <translation>तस्वीर की उम्र: {age}</translation>
    </message>
    <message>
        <source>Lane {number}, {name}</source>
        <translation>लेन {number}, {name}</translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation>अभी तस्वीर नहीं</translation>
    </message>
    <message>
        <source>Picture of {name}</source>
        <translation>{name} की तस्वीर</translation>
    </message>
    <message>
        <source>{fps} fps</source>
        <translation>{fps} fps</translation>
    </message>
    <message numerus="yes">
        <source>{frames} pictures, {dropped} passed over, reconnected %n times</source>
        <translation>
            <numerusform>{frames} तस्वीरें, {dropped} छोड़ी गईं, %n बार फिर जुड़ा</numerusform>
            <numerusform>{frames} तस्वीरें, {dropped} छोड़ी गईं, %n बार फिर जुड़ा</numerusform>
        </translation>
    </message>
    <message>
        <source>{held} - {position}</source>
        <translation>{held} - {position}</translation>
    </message>
    <message>
        <source>{held}, {time} left</source>
        <translation>{held}, {time} शेष</translation>
    </message>
</context>
<context>
    <name>LaneTrial</name>
    <message numerus="yes">
        <source>%n frames were looked at</source>
        <translation>
            <numerusform>%n फ़्रेम देखा गया</numerusform>
            <numerusform>%n फ़्रेम देखे गए</numerusform>
        </translation>
    </message>
    <message>
        <source>Good: {plate} was read</source>
        <translation>अच्छा: {plate} पढ़ा गया</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>कोई तस्वीर नहीं</translation>
    </message>
    <message>
        <source>No plate in the picture</source>
        <translation>तस्वीर में कोई नंबर प्लेट नहीं</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>कोई टेक्स्ट नहीं</translation>
    </message>
    <message>
        <source>Not tested yet</source>
        <translation>अभी जाँचा नहीं गया</translation>
    </message>
    <message>
        <source>Picture of the camera under test</source>
        <translation>जाँचे जा रहे कैमरे की तस्वीर</translation>
    </message>
    <message>
        <source>Waiting for the camera and the models</source>
        <translation>कैमरे और मॉडल की प्रतीक्षा</translation>
    </message>
    <message>
        <source>{measured}. {advice}</source>
        <translation>{measured}। {advice}</translation>
    </message>
    <message>
        <source>{plate}, weakest character {confidence}</source>
        <translation>{plate}, सबसे कमज़ोर अक्षर {confidence}</translation>
    </message>
</context>
<context>
    <name>LocalWords</name>
    <message>
        <source>MM-dd HH:mm:ss</source>
        <translation>dd-MM HH:mm:ss</translation>
    </message>
    <message>
        <source>dd MMM HH:mm</source>
        <translation>dd MMM HH:mm</translation>
    </message>
    <message>
        <source>ddd dd MMM  HH:mm:ss</source>
        <translation>ddd dd MMM  HH:mm:ss</translation>
    </message>
    <message>
        <source>yyyy-MM-dd</source>
        <translation>dd-MM-yyyy</translation>
    </message>
    <message>
        <source>yyyy-MM-dd HH:mm</source>
        <translation>dd-MM-yyyy HH:mm</translation>
    </message>
    <message>
        <source>yyyy-MM-dd HH:mm:ss</source>
        <translation>dd-MM-yyyy HH:mm:ss</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Earlier decisions are missing</source>
        <translation>पहले के निर्णय उपलब्ध नहीं</translation>
    </message>
    <message>
        <source>Earlier decisions could not be read: {error}</source>
        <translation>पहले के निर्णय पढ़े नहीं जा सके: {error}</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>भाषा</translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation>ध्वनि बंद</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>ध्वनि चालू</translation>
    </message>
    <message>
        <source>This is the sound of a passage that waits</source>
        <translation>इंतज़ार करते वाहन की आवाज़ यह है</translation>
    </message>
    <message>
        <source>Words, dates and numbers change when the console starts again.</source>
        <translation>शब्द, तारीखें और संख्याएँ कंसोल के दोबारा शुरू होने पर बदलेंगी।</translation>
    </message>
    <message>
        <source>{kind}, {lane}</source>
        <translation>{kind}, {lane}</translation>
    </message>
    <message>
        <source>{kind}: {message}</source>
        <translation>{kind}: {message}</translation>
    </message>
    <message>
        <source>{language} from the next start</source>
        <translation>{language}, अगली शुरुआत से</translation>
    </message>
    <message>
        <source>{site} - Gatehouse</source>
        <translation>{site} - Gatehouse</translation>
    </message>
</context>
<context>
    <name>ModelsDesk</name>
    <message>
        <source>The lanes read with {version}</source>
        <translation>लेन अब {version} से पढ़ती हैं</translation>
    </message>
    <message>
        <source>The lanes read with {version} again</source>
        <translation>लेन फिर से {version} से पढ़ती हैं</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Comparison by kind of plates</source>
        <translation>प्लेट के प्रकार के अनुसार तुलना</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>वापस जाएँ</translation>
    </message>
    <message>
        <source>Learned from {count} plates of this site, compared with {version} on plates that neither learned from</source>
        <translation>इस साइट की {count} प्लेटों से सीखा, {version} से उन प्लेटों पर तुलना की जिनसे किसी ने नहीं सीखा</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>देखा जा रहा है</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>मॉडल</translation>
    </message>
    <message>
        <source>Models of this site</source>
        <translation>इस साइट के मॉडल</translation>
    </message>
    <message>
        <source>No worse on any kind of plates; may take over</source>
        <translation>किसी भी प्रकार की प्लेट पर बदतर नहीं; लागू किया जा सकता है</translation>
    </message>
    <message>
        <source>Nothing to compare</source>
        <translation>तुलना के लिए कुछ नहीं</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>लागू करें</translation>
    </message>
    <message>
        <source>The lanes read with the models that were in use before; recorded</source>
        <translation>लेन पहले वाले मॉडलों से पढ़ती हैं; दर्ज किया जाता है</translation>
    </message>
    <message>
        <source>The lanes read with the selected candidate from now on; recorded</source>
        <translation>अब से लेन चुने हुए उम्मीदवार से पढ़ती हैं; दर्ज किया जाता है</translation>
    </message>
    <message>
        <source>The models that came with the program</source>
        <translation>प्रोग्राम के साथ आए मॉडल</translation>
    </message>
    <message>
        <source>Why the models are switched</source>
        <translation>मॉडल क्यों बदले जाते हैं</translation>
    </message>
    <message>
        <source>Why; goes on record</source>
        <translation>कारण; दर्ज होगा</translation>
    </message>
</context>
<context>
    <name>ModelsWords</name>
    <message>
        <source>All held back</source>
        <translation>सभी अलग रखी गईं</translation>
    </message>
    <message>
        <source>As attendants said</source>
        <translation>कर्मचारियों के अनुसार</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>दिन में</translation>
    </message>
    <message>
        <source>By night</source>
        <translation>रात में</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>उम्मीदवार</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>क्षतिग्रस्त</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>उपयोग में</translation>
    </message>
    <message>
        <source>In use before</source>
        <translation>पहले उपयोग में</translation>
    </message>
    <message>
        <source>It is in use</source>
        <translation>यह उपयोग में है</translation>
    </message>
    <message>
        <source>It was compared with {version}, which is not in use: retrain</source>
        <translation>इसकी तुलना {version} से हुई थी, जो उपयोग में नहीं है: फिर से प्रशिक्षित करें</translation>
    </message>
    <message>
        <source>Labelled by machine</source>
        <translation>मशीन द्वारा लेबल</translation>
    </message>
    <message>
        <source>Labelled by people</source>
        <translation>लोगों द्वारा लेबल</translation>
    </message>
    <message>
        <source>Lane {lane}</source>
        <translation>लेन {lane}</translation>
    </message>
    <message>
        <source>Other regions</source>
        <translation>अन्य क्षेत्र</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>अस्वीकृत</translation>
    </message>
    <message>
        <source>Region {region}</source>
        <translation>क्षेत्र {region}</translation>
    </message>
    <message>
        <source>Rendered plates</source>
        <translation>बनाई गई प्लेटें</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>अलग रखा</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>मूल</translation>
    </message>
    <message>
        <source>Worse, {slice}: {candidate} instead of {current} of {count} right</source>
        <translation>बदतर, {slice}: {count} में से {current} के बजाय {candidate} सही</translation>
    </message>
    <message>
        <source>{count} plates were held back to compare on, {least} are needed</source>
        <translation>तुलना के लिए {count} प्लेटें अलग रखी गईं, {least} चाहिए</translation>
    </message>
</context>
<context>
    <name>NoLanes</name>
    <message>
        <source>An administrator finds cameras and sets lanes up with F11. A start with --demo shows simulated ones.</source>
        <translation>प्रशासक F11 से कैमरे खोजता और लेन सेट करता है। --demo के साथ शुरू करने पर नकली लेन दिखती हैं।</translation>
    </message>
    <message>
        <source>No lanes are set up</source>
        <translation>कोई लेन तय नहीं है</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>+{count} more</source>
        <translation>+{count} और</translation>
    </message>
    <message>
        <source>No faults</source>
        <translation>कोई खराबी नहीं</translation>
    </message>
    <message numerus="yes">
        <source>{notice} (%n times)</source>
        <translation>
            <numerusform>{notice} (%n बार)</numerusform>
            <numerusform>{notice} (%n बार)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PageBar</name>
    <message>
        <source>This page is shown</source>
        <translation>यह पृष्ठ दिख रहा है</translation>
    </message>
</context>
<context>
    <name>ParkingDesk</name>
    <message>
        <source>{plate} is not inside any more</source>
        <translation>{plate} अब अंदर नहीं है</translation>
    </message>
    <message>
        <source>{plate} left, read as {other}</source>
        <translation>{plate} बाहर गया, {other} पढ़ा गया था</translation>
    </message>
    <message>
        <source>{plate} stands in {slot}</source>
        <translation>{plate} स्लॉट {slot} में है</translation>
    </message>
</context>
<context>
    <name>ParkingPageView</name>
    <message>
        <source>Assign slot</source>
        <translation>स्लॉट दें</translation>
    </message>
    <message>
        <source>Exits that fit no entry</source>
        <translation>बिना प्रवेश वाले निकास</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>खोजें</translation>
    </message>
    <message>
        <source>Find a vehicle inside</source>
        <translation>अंदर का वाहन खोजें</translation>
    </message>
    <message>
        <source>Go through the slots by arrow keys; Escape comes back</source>
        <translation>तीर कुंजियों से जगहों में चलें; Escape से वापस</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>देखा जा रहा है</translation>
    </message>
    <message>
        <source>Nobody is inside</source>
        <translation>अंदर कोई नहीं है</translation>
    </message>
    <message>
        <source>Not inside</source>
        <translation>अंदर नहीं</translation>
    </message>
    <message>
        <source>Occupancy</source>
        <translation>भराव</translation>
    </message>
    <message>
        <source>Parking</source>
        <translation>पार्किंग</translation>
    </message>
    <message>
        <source>Plate, slot or lane</source>
        <translation>नंबर, स्लॉट या लेन</translation>
    </message>
    <message>
        <source>Return on a free slot: the selected vehicle stands there</source>
        <translation>खाली जगह पर Return: चुना हुआ वाहन वहाँ खड़ा है</translation>
    </message>
    <message>
        <source>Same vehicle</source>
        <translation>वही वाहन</translation>
    </message>
    <message>
        <source>Select a vehicle first, then the slot</source>
        <translation>पहले वाहन चुनें, फिर जगह</translation>
    </message>
    <message>
        <source>Similar plates inside</source>
        <translation>अंदर मिलते-जुलते नंबर</translation>
    </message>
    <message>
        <source>Similar plates inside: was it one of these?</source>
        <translation>अंदर मिलते-जुलते नंबर: क्या यह इनमें से एक था?</translation>
    </message>
    <message>
        <source>Slot</source>
        <translation>स्लॉट</translation>
    </message>
    <message>
        <source>Slot map</source>
        <translation>नक्शा</translation>
    </message>
    <message>
        <source>Slot {slot} is closed</source>
        <translation>जगह {slot} बंद है</translation>
    </message>
    <message>
        <source>The selected exit was this vehicle inside, read differently</source>
        <translation>चुना हुआ निकास इसी अंदर के वाहन का था, अलग पढ़ा गया</translation>
    </message>
    <message>
        <source>The selected vehicle left without being seen</source>
        <translation>चुना हुआ वाहन बिना दिखे निकल गया</translation>
    </message>
    <message>
        <source>Vehicles inside</source>
        <translation>अंदर खड़े वाहन</translation>
    </message>
    <message>
        <source>Write down where the selected vehicle stands</source>
        <translation>चुना हुआ वाहन कहाँ खड़ा है, लिखें</translation>
    </message>
    <message>
        <source>{count} inside</source>
        <translation>{count} अंदर</translation>
    </message>
    <message numerus="yes">
        <source>{count} inside, {free} of %n slots free</source>
        <translation>
            <numerusform>{count} अंदर, %n स्लॉट में से {free} खाली</numerusform>
            <numerusform>{count} अंदर, %n स्लॉट में से {free} खाली</numerusform>
        </translation>
    </message>
    <message>
        <source>{plate}   inside since {time}</source>
        <translation>{plate}   {time} से अंदर</translation>
    </message>
    <message>
        <source>{plate}   left {time}</source>
        <translation>{plate}   बाहर {time}</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>A PIN has 4 digits or more, 6 for supervisors and administrators; a password 8 characters or more.</source>
        <translation>PIN में कम से कम 4 अंक हों, पर्यवेक्षक और प्रशासक के लिए 6; पासवर्ड में कम से कम 8 अक्षर।</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>जोड़ें</translation>
    </message>
    <message>
        <source>Add somebody</source>
        <translation>किसी को जोड़ें</translation>
    </message>
    <message>
        <source>Change role</source>
        <translation>भूमिका बदलें</translation>
    </message>
    <message>
        <source>Change the selected person</source>
        <translation>चुने व्यक्ति को बदलें</translation>
    </message>
    <message>
        <source>Give the selected person the PIN or password typed on the right</source>
        <translation>चुने व्यक्ति को दाईं ओर लिखा PIN या पासवर्ड दें</translation>
    </message>
    <message>
        <source>Give the selected person the role chosen on the right</source>
        <translation>चुने व्यक्ति को दाईं ओर चुनी भूमिका दें</translation>
    </message>
    <message>
        <source>Let this person sign in</source>
        <translation>इस व्यक्ति को साइन इन करने दें</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>साइन इन की अनुमति</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>नाम</translation>
    </message>
    <message>
        <source>Name of the new person</source>
        <translation>नए व्यक्ति का नाम</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>नया PIN</translation>
    </message>
    <message>
        <source>No, stopped</source>
        <translation>नहीं, रोका गया</translation>
    </message>
    <message>
        <source>Nobody is removed: decisions bear the names.</source>
        <translation>किसी को हटाया नहीं जाता: निर्णयों पर नाम रहते हैं।</translation>
    </message>
    <message>
        <source>PIN or password</source>
        <translation>PIN या पासवर्ड</translation>
    </message>
    <message>
        <source>People</source>
        <translation>कर्मचारी</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>भूमिका</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>कब से</translation>
    </message>
    <message>
        <source>Stop or allow</source>
        <translation>रोकें या अनुमति दें</translation>
    </message>
    <message>
        <source>Stop the selected person from signing in, or allow it again</source>
        <translation>चुने व्यक्ति का साइन इन रोकें, या फिर से अनुमति दें</translation>
    </message>
    <message>
        <source>Who may sign in</source>
        <translation>कौन साइन इन कर सकता है</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>हाँ</translation>
    </message>
</context>
<context>
    <name>PeopleWords</name>
    <message>
        <source>A PIN needs {count} digits</source>
        <translation>PIN में {count} अंक चाहिए</translation>
    </message>
    <message>
        <source>A password needs {count} characters; a PIN has digits alone</source>
        <translation>पासवर्ड में {count} अक्षर चाहिए; PIN में केवल अंक होते हैं</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>प्रशासक</translation>
    </message>
    <message>
        <source>At most {count} characters</source>
        <translation>अधिक से अधिक {count} अक्षर</translation>
    </message>
    <message>
        <source>Attendant</source>
        <translation>गेट कर्मचारी</translation>
    </message>
    <message>
        <source>Equal digits or digits in a row are guessed first</source>
        <translation>एक जैसे या क्रम वाले अंक सबसे पहले पकड़ में आते हैं</translation>
    </message>
    <message>
        <source>Internal error, see the log: {error}</source>
        <translation>आंतरिक गड़बड़ी, लॉग देखें: {error}</translation>
    </message>
    <message>
        <source>Not allowed for the role {role}</source>
        <translation>भूमिका {role} को इसकी अनुमति नहीं</translation>
    </message>
    <message>
        <source>Not allowed: nobody is signed in</source>
        <translation>अनुमति नहीं: कोई साइन इन नहीं है</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>पर्यवेक्षक</translation>
    </message>
    <message>
        <source>This name may not sign in; ask an administrator</source>
        <translation>यह नाम साइन इन नहीं कर सकता; प्रशासक से पूछें</translation>
    </message>
    <message>
        <source>Too many wrong attempts</source>
        <translation>बहुत बार गलत कोशिश हुई</translation>
    </message>
    <message>
        <source>Wrong PIN or password</source>
        <translation>PIN या पासवर्ड गलत है</translation>
    </message>
    <message>
        <source>{problem}. Try again in {seconds} s</source>
        <translation>{problem}। {seconds} सेकंड बाद फिर कोशिश करें</translation>
    </message>
</context>
<context>
    <name>PeriodChoice</name>
    <message>
        <source>Any time</source>
        <translation>कभी भी</translation>
    </message>
    <message>
        <source>Between</source>
        <translation>इनके बीच</translation>
    </message>
    <message>
        <source>From</source>
        <translation>से</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>पिछले 30 दिन</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>पिछले 7 दिन</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>आज</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>तक</translation>
    </message>
    <message>
        <source>When</source>
        <translation>कब</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>कल (बीता)</translation>
    </message>
</context>
<context>
    <name>QueueDelegate</name>
    <message>
        <source>Has left: {reason}</source>
        <translation>चला गया: {reason}</translation>
    </message>
    <message>
        <source>Leaves</source>
        <translation>हट रहा है</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>दर्ज हो रहा है</translation>
    </message>
    <message>
        <source>Taken back, decide again</source>
        <translation>वापस लिया गया, फिर निर्णय लें</translation>
    </message>
</context>
<context>
    <name>ReadStrip</name>
    <message>
        <source>No read</source>
        <translation>पढ़ा नहीं गया</translation>
    </message>
    <message>
        <source>Read {text}</source>
        <translation>पढ़ा {text}</translation>
    </message>
    <message>
        <source>Read {text}, uncertain: {weak}</source>
        <translation>पढ़ा {text}, अनिश्चित: {weak}</translation>
    </message>
</context>
<context>
    <name>Reception</name>
    <message numerus="yes">
        <source>%n waiting for a person</source>
        <translation>
            <numerusform>%n वाहन निर्णय की प्रतीक्षा में</numerusform>
            <numerusform>%n वाहन निर्णय की प्रतीक्षा में</numerusform>
        </translation>
    </message>
    <message>
        <source>The new role of {name} counts from the next sign-in</source>
        <translation>{name} की नई भूमिका अगले साइन इन से लागू होगी</translation>
    </message>
    <message>
        <source>{lane}: {state}</source>
        <translation>{lane}: {state}</translation>
    </message>
    <message>
        <source>{name} has a new PIN or password</source>
        <translation>{name} का PIN या पासवर्ड बदल गया</translation>
    </message>
    <message>
        <source>{name} may not sign in any more</source>
        <translation>{name} अब साइन इन नहीं कर सकते</translation>
    </message>
    <message>
        <source>{name} may sign in again</source>
        <translation>{name} फिर से साइन इन कर सकते हैं</translation>
    </message>
    <message>
        <source>{name} may sign in now</source>
        <translation>{name} अब साइन इन कर सकते हैं</translation>
    </message>
</context>
<context>
    <name>RegistryDesk</name>
    <message numerus="yes">
        <source>{file}: %n vehicles written</source>
        <translation>
            <numerusform>{file}: %n वाहन लिखा गया</numerusform>
            <numerusform>{file}: %n वाहन लिखे गए</numerusform>
        </translation>
    </message>
    <message>
        <source>{file}: {added} added, {changed} changed</source>
        <translation>{file}: {added} जोड़े, {changed} बदले</translation>
    </message>
    <message>
        <source>{plate} was removed</source>
        <translation>{plate} हटाया गया</translation>
    </message>
    <message>
        <source>{plate} was saved</source>
        <translation>{plate} सहेजा गया</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message numerus="yes">
        <source>%n waiting, oldest {time}</source>
        <translation>
            <numerusform>%n प्रतीक्षा में, {time} से</numerusform>
            <numerusform>%n प्रतीक्षा में, सबसे पुराना {time}</numerusform>
        </translation>
    </message>
    <message>
        <source>Nearest registered vehicles</source>
        <translation>सबसे मिलते-जुलते पंजीकृत वाहन</translation>
    </message>
    <message>
        <source>No lane is being watched.</source>
        <translation>किसी लेन पर नज़र नहीं है।</translation>
    </message>
    <message>
        <source>No vehicle would be noticed</source>
        <translation>किसी वाहन का पता नहीं चलेगा</translation>
    </message>
    <message>
        <source>None waiting</source>
        <translation>कोई प्रतीक्षा में नहीं</translation>
    </message>
    <message>
        <source>Nothing waits for you</source>
        <translation>आपके लिए कुछ बाकी नहीं</translation>
    </message>
    <message numerus="yes">
        <source>Only {watched} of %n lanes are being watched.</source>
        <translation>
            <numerusform>%n लेन में से केवल {watched} पर नज़र है।</numerusform>
            <numerusform>%n लेन में से केवल {watched} पर नज़र है।</numerusform>
        </translation>
    </message>
    <message>
        <source>Passages that need a person appear here.</source>
        <translation>जिन वाहनों को आपके निर्णय की ज़रूरत है, वे यहाँ दिखेंगे।</translation>
    </message>
    <message>
        <source>Passages that wait</source>
        <translation>प्रतीक्षा में वाहन</translation>
    </message>
    <message>
        <source>Reason: {reason}</source>
        <translation>कारण: {reason}</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>जाँच</translation>
    </message>
    <message>
        <source>Sound is off</source>
        <translation>ध्वनि बंद है</translation>
    </message>
    <message>
        <source>Stays closed, the vehicle has left: {reason}</source>
        <translation>बंद रहेगा, वाहन जा चुका: {reason}</translation>
    </message>
    <message>
        <source>Stays closed: {reason}</source>
        <translation>बंद रहेगा: {reason}</translation>
    </message>
    <message>
        <source>Waits too long</source>
        <translation>बहुत देर से रुका है</translation>
    </message>
    <message>
        <source>opens</source>
        <translation>खुलेगा</translation>
    </message>
    <message>
        <source>stays closed</source>
        <translation>बंद रहेगा</translation>
    </message>
</context>
<context>
    <name>ReviewPresenter</name>
    <message>
        <source>A passage</source>
        <translation>एक वाहन</translation>
    </message>
    <message>
        <source>Decide with a reason</source>
        <translation>कारण के साथ निर्णय</translation>
    </message>
    <message>
        <source>No longer in doubt</source>
        <translation>अब कोई शक नहीं</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>कोई नंबर नहीं</translation>
    </message>
    <message>
        <source>Not recorded yet: {problem}</source>
        <translation>अभी दर्ज नहीं: {problem}</translation>
    </message>
    <message>
        <source>Recorded {time}: {plate}, {outcome}</source>
        <translation>{time} पर दर्ज: {plate}, {outcome}</translation>
    </message>
    <message>
        <source>Taken back: {plate}</source>
        <translation>वापस लिया: {plate}</translation>
    </message>
    <message>
        <source>The picture cannot be shown: {problem}</source>
        <translation>तस्वीर नहीं दिखाई जा सकती: {problem}</translation>
    </message>
    <message>
        <source>{act}: {reason}</source>
        <translation>{act}: {reason}</translation>
    </message>
    <message>
        <source>{plate} left the queue: no longer in doubt</source>
        <translation>{plate} सूची से हटा: अब कोई शक नहीं</translation>
    </message>
</context>
<context>
    <name>ReviewQueueModel</name>
    <message>
        <source>No text</source>
        <translation>कोई नंबर नहीं</translation>
    </message>
    <message>
        <source>{plate}, {lane}, {reason}, waiting {time}</source>
        <translation>{plate}, {lane}, {reason}, {time} से प्रतीक्षा में</translation>
    </message>
</context>
<context>
    <name>SetsModel</name>
    <message>
        <source>Beside the lanes</source>
        <translation>लेन के साथ-साथ</translation>
    </message>
    <message>
        <source>Held back, right</source>
        <translation>अलग रखी, सही</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>मॉडल</translation>
    </message>
    <message>
        <source>State</source>
        <translation>स्थिति</translation>
    </message>
    <message>
        <source>{agreed} of {count} alike, {won} won, {lost} lost</source>
        <translation>{count} में से {agreed} समान, {won} जीते, {lost} हारे</translation>
    </message>
    <message>
        <source>{candidate} instead of {current} of {count}</source>
        <translation>{count} में से {current} के बजाय {candidate}</translation>
    </message>
</context>
<context>
    <name>SetupDesk</name>
    <message numerus="yes">
        <source>%n agents answer</source>
        <translation>
            <numerusform>%n एजेंट का जवाब आया</numerusform>
            <numerusform>%n एजेंटों का जवाब आया</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lanes are kept; they count from the next start</source>
        <translation>
            <numerusform>%n लेन सहेजी गई; अगली शुरुआत से लागू</numerusform>
            <numerusform>%n लेन सहेजी गईं; अगली शुरुआत से लागू</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for cameras</source>
        <translation>कैमरे खोजे जा रहे हैं</translation>
    </message>
    <message>
        <source>No agent answers on this network; type the address of a camera</source>
        <translation>इस नेटवर्क पर कोई एजेंट जवाब नहीं देता; कैमरे का पता लिखें</translation>
    </message>
    <message>
        <source>Paired with lane {lane}</source>
        <translation>लेन {lane} से जुड़ गया</translation>
    </message>
    <message>
        <source>Pairing</source>
        <translation>जोड़ा जा रहा है</translation>
    </message>
    <message>
        <source>{place} was added</source>
        <translation>{place} जोड़ा गया</translation>
    </message>
</context>
<context>
    <name>SetupPage</name>
    <message>
        <source>A booth has eight lanes at most</source>
        <translation>एक बूथ में अधिकतम आठ लेन होती हैं</translation>
    </message>
    <message>
        <source>Address of a camera or agent</source>
        <translation>कैमरे या एजेंट का पता</translation>
    </message>
    <message>
        <source>Agents are found by themselves; any other camera by its address.</source>
        <translation>एजेंट अपने आप मिलते हैं; बाकी कैमरे अपने पते से।</translation>
    </message>
    <message>
        <source>Agree on a key with the selected agent, by its one-time code</source>
        <translation>चुने एजेंट के साथ उसके एक बार के कोड से कुंजी तय करें</translation>
    </message>
    <message>
        <source>Ask the network which agents are there</source>
        <translation>नेटवर्क से पूछें कि कौन से एजेंट हैं</translation>
    </message>
    <message>
        <source>Barrier</source>
        <translation>बैरियर</translation>
    </message>
    <message>
        <source>Barrier: to be tested once the lane is kept and runs (start again)</source>
        <translation>बैरियर: लेन सहेजकर दोबारा शुरू करने के बाद जाँचें</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>कैमरा</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>दिशा</translation>
    </message>
    <message>
        <source>Find cameras</source>
        <translation>कैमरे खोजें</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>आईडी</translation>
    </message>
    <message>
        <source>Id of the lane</source>
        <translation>लेन की आईडी</translation>
    </message>
    <message>
        <source>In</source>
        <translation>अंदर</translation>
    </message>
    <message>
        <source>In and out</source>
        <translation>अंदर और बाहर</translation>
    </message>
    <message>
        <source>Keep the lanes</source>
        <translation>लेन सहेजें</translation>
    </message>
    <message>
        <source>Lanes and cameras</source>
        <translation>लेन और कैमरे</translation>
    </message>
    <message>
        <source>Live read</source>
        <translation>लाइव पढ़ना</translation>
    </message>
    <message>
        <source>Look through the selected camera and read what it shows</source>
        <translation>चुने कैमरे से देखें और जो दिखे उसे पढ़ें</translation>
    </message>
    <message>
        <source>Make it a lane</source>
        <translation>लेन बनाएँ</translation>
    </message>
    <message>
        <source>Make the selected camera a lane, or no longer one</source>
        <translation>चुने कैमरे को लेन बनाएँ या लेन से हटाएँ</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>नाम</translation>
    </message>
    <message>
        <source>Name of the lane</source>
        <translation>लेन का नाम</translation>
    </message>
    <message>
        <source>No barrier is set up for this lane</source>
        <translation>इस लेन के लिए कोई बैरियर नहीं है</translation>
    </message>
    <message>
        <source>No longer a lane</source>
        <translation>अब लेन नहीं</translation>
    </message>
    <message>
        <source>One-time code that the Pi shows</source>
        <translation>Pi पर दिखा एक बार का कोड</translation>
    </message>
    <message>
        <source>Open the barrier of the selected lane once</source>
        <translation>चुनी हुई लेन का बैरियर एक बार खोलें</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>बाहर</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>जोड़ें</translation>
    </message>
    <message>
        <source>Set-up</source>
        <translation>सेटअप</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>फिर शुरू करें</translation>
    </message>
    <message>
        <source>Start the console again with the lanes that were kept</source>
        <translation>सहेजी लेनों के साथ कंसोल फिर शुरू करें</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>जाँचें</translation>
    </message>
    <message>
        <source>Test the barrier</source>
        <translation>बैरियर जाँचें</translation>
    </message>
    <message>
        <source>Type the code that the Pi shows; ask it for one first</source>
        <translation>Pi पर दिखा कोड लिखें; पहले उससे कोड माँगें</translation>
    </message>
    <message>
        <source>Write the lanes into the settings of the site</source>
        <translation>लेन को साइट की सेटिंग में लिखें</translation>
    </message>
    <message>
        <source>found, not a lane yet</source>
        <translation>मिला, अभी लेन नहीं</translation>
    </message>
    <message>
        <source>lane</source>
        <translation>लेन</translation>
    </message>
    <message>
        <source>none</source>
        <translation>कोई नहीं</translation>
    </message>
    <message>
        <source>not paired</source>
        <translation>जुड़ा नहीं</translation>
    </message>
    <message>
        <source>paired</source>
        <translation>जुड़ा हुआ</translation>
    </message>
    <message>
        <source>{name}   {place}   {state}, {trust}</source>
        <translation>{name}   {place}   {state}, {trust}</translation>
    </message>
</context>
<context>
    <name>ShiftPage</name>
    <message>
        <source>Add note</source>
        <translation>नोट जोड़ें</translation>
    </message>
    <message>
        <source>Decisions in this shift: {counts}</source>
        <translation>इस शिफ़्ट के निर्णय: {counts}</translation>
    </message>
    <message>
        <source>End the shift with what is open, and lock</source>
        <translation>जो बाकी है उसके साथ शिफ़्ट समाप्त करें और लॉक करें</translation>
    </message>
    <message>
        <source>End this shift without a hand-over and begin yours</source>
        <translation>यह शिफ़्ट बिना हैंडओवर समाप्त करें और अपनी शुरू करें</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>हैंडओवर करें</translation>
    </message>
    <message>
        <source>Hand-over from the shift before</source>
        <translation>पिछली शिफ़्ट का हैंडओवर</translation>
    </message>
    <message>
        <source>Keep the note until somebody settles it</source>
        <translation>निपटाए जाने तक नोट रखें</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>नया नोट</translation>
    </message>
    <message>
        <source>No decisions in this shift yet</source>
        <translation>इस शिफ़्ट में अभी कोई निर्णय नहीं</translation>
    </message>
    <message>
        <source>No shift is running</source>
        <translation>कोई शिफ़्ट नहीं चल रही</translation>
    </message>
    <message>
        <source>No words were left</source>
        <translation>कोई संदेश नहीं छोड़ा गया</translation>
    </message>
    <message>
        <source>Notes for the next shifts</source>
        <translation>अगली शिफ़्टों के लिए नोट</translation>
    </message>
    <message>
        <source>Nothing was handed over</source>
        <translation>कोई हैंडओवर नहीं हुआ</translation>
    </message>
    <message>
        <source>Open now</source>
        <translation>अभी बाकी</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>पढ़ लिया</translation>
    </message>
    <message>
        <source>Read by {name}</source>
        <translation>{name} ने पढ़ा</translation>
    </message>
    <message>
        <source>Record that you have read the hand-over</source>
        <translation>दर्ज करें कि आपने हैंडओवर पढ़ लिया</translation>
    </message>
    <message>
        <source>Settle note</source>
        <translation>नोट निपटाएँ</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>शिफ़्ट</translation>
    </message>
    <message>
        <source>Shift of {name} since {time}</source>
        <translation>{name} की शिफ़्ट, {time} से</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>शिफ़्ट लें</translation>
    </message>
    <message>
        <source>The selected note needs no more attention</source>
        <translation>चुने हुए नोट पर अब ध्यान ज़रूरी नहीं</translation>
    </message>
    <message>
        <source>What is open now goes with it. The console locks; the lanes go on.</source>
        <translation>जो अभी बाकी है वह साथ जाएगा। कंसोल लॉक होगा; लेन चलती रहेंगी।</translation>
    </message>
    <message>
        <source>What the next shifts must know</source>
        <translation>अगली शिफ़्टों को क्या पता होना चाहिए</translation>
    </message>
    <message>
        <source>Words for the next person</source>
        <translation>अगले व्यक्ति के लिए संदेश</translation>
    </message>
    <message>
        <source>{name}, ended {time}</source>
        <translation>{name}, समाप्त {time}</translation>
    </message>
    <message>
        <source>{text}   ({name}, {time})</source>
        <translation>{text}   ({name}, {time})</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>A key for lanes ends in F1 or 1: the other lanes have the numbers after it</source>
        <translation>लेन की कुंजी F1 या 1 पर समाप्त हो: बाकी लेनों को आगे के अंक मिलते हैं</translation>
    </message>
    <message>
        <source>Add or remove a slot</source>
        <translation>खाना जोड़ें या हटाएँ</translation>
    </message>
    <message>
        <source>All as they were</source>
        <translation>सब पहले जैसा</translation>
    </message>
    <message>
        <source>Every key is as it was</source>
        <translation>सभी कुंजियाँ पहले जैसी हैं</translation>
    </message>
    <message>
        <source>Not possible: this key already means “{action}”</source>
        <translation>संभव नहीं: इस कुंजी का अर्थ पहले से “{action}” है</translation>
    </message>
    <message>
        <source>Return: choose another key   Del: as it was   Escape: close   # is the number of the lane</source>
        <translation>Return: दूसरी कुंजी चुनें   Del: पहले जैसा   Escape: बंद करें   # लेन का नंबर है</translation>
    </message>
    <message>
        <source>Select another slot</source>
        <translation>दूसरा खाना चुनें</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>कुंजियाँ</translation>
    </message>
    <message>
        <source>This key is for typing and moving; add Ctrl or Alt</source>
        <translation>यह कुंजी टाइप करने और चलने के लिए है; Ctrl या Alt साथ दबाएँ</translation>
    </message>
    <message>
        <source>Type over the selected slot</source>
        <translation>चुने हुए खाने पर टाइप करें</translation>
    </message>
    <message>
        <source>{action} has a new key</source>
        <translation>{action} की नई कुंजी हो गई</translation>
    </message>
    <message>
        <source>{action}: press the new key for lane 1; Escape leaves it as it is</source>
        <translation>{action}: लेन 1 के लिए नई कुंजी दबाएँ; Escape से वही रहेगी</translation>
    </message>
    <message>
        <source>{action}: press the new key; Escape leaves it as it is</source>
        <translation>{action}: नई कुंजी दबाएँ; Escape से वही रहेगी</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message numerus="yes">
        <source>%n waiting for a person, oldest {clock}</source>
        <translation>
            <numerusform>%n वाहन निर्णय की प्रतीक्षा में, {clock} से</numerusform>
            <numerusform>%n वाहन निर्णय की प्रतीक्षा में, सबसे पुराना {clock}</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>जाँच हो रही है</translation>
    </message>
    <message>
        <source>Locked during the shift of {name}</source>
        <translation>{name} की शिफ़्ट के दौरान लॉक</translation>
    </message>
    <message>
        <source>Nobody is signed in</source>
        <translation>कोई साइन इन नहीं है</translation>
    </message>
    <message>
        <source>PIN or password</source>
        <translation>PIN या पासवर्ड</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>साइन इन</translation>
    </message>
    <message>
        <source>The lanes go on meanwhile: what is sure is let in by itself.</source>
        <translation>इस बीच लेन चलती रहेंगी: जो पक्का है, वह अपने-आप अंदर आएगा।</translation>
    </message>
    <message>
        <source>Who signs in</source>
        <translation>कौन साइन इन कर रहा है</translation>
    </message>
    <message>
        <source>{name} · {role}</source>
        <translation>{name} · {role}</translation>
    </message>
</context>
<context>
    <name>SlicesModel</name>
    <message>
        <source>Better</source>
        <translation>बेहतर</translation>
    </message>
    <message>
        <source>Difference {value} points, {low} to {high} with 95 % confidence</source>
        <translation>अंतर {value} अंक, 95 % विश्वास के साथ {low} से {high}</translation>
    </message>
    <message>
        <source>Kind of plates</source>
        <translation>प्लेट का प्रकार</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>हारे</translation>
    </message>
    <message>
        <source>No worse</source>
        <translation>बदतर नहीं</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>अभी</translation>
    </message>
    <message>
        <source>Plates</source>
        <translation>प्लेटें</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>तब</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>निर्णय</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>जीते</translation>
    </message>
    <message>
        <source>Worse</source>
        <translation>बदतर</translation>
    </message>
</context>
<context>
    <name>SlotMap</name>
    <message>
        <source>Map of the slots</source>
        <translation>जगहों का नक्शा</translation>
    </message>
</context>
<context>
    <name>SlotsModel</name>
    <message>
        <source>Closed</source>
        <translation>बंद</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>खाली</translation>
    </message>
    <message>
        <source>Slot {slot}: {state}</source>
        <translation>जगह {slot}: {state}</translation>
    </message>
</context>
<context>
    <name>StaysModel</name>
    <message>
        <source>Came in by</source>
        <translation>किस लेन से आया</translation>
    </message>
    <message>
        <source>For</source>
        <translation>अवधि</translation>
    </message>
    <message>
        <source>Inside since</source>
        <translation>अंदर कब से</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>नंबर</translation>
    </message>
    <message>
        <source>Slot</source>
        <translation>स्लॉट</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} दिन {hours} घं</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} घं {minutes} मि</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} मि</translation>
    </message>
</context>
<context>
    <name>StoreKeeper</name>
    <message>
        <source>Disk nearly full: {free} GB left for {place}. Free some space soon.</source>
        <translation>डिस्क लगभग भर गई है: {place} के लिए {free} GB बचे हैं। जल्द जगह ख़ाली करें।</translation>
    </message>
    <message>
        <source>No backup could be made: {problem}</source>
        <translation>बैकअप नहीं बन सका: {problem}</translation>
    </message>
    <message>
        <source>The log was damaged and a fresh one was begun. The old one is in {place}.</source>
        <translation>लॉग क्षतिग्रस्त था और नया शुरू किया गया। पुराना {place} में है।</translation>
    </message>
    <message>
        <source>The store could not be kept in order: {problem}</source>
        <translation>डेटा का रखरखाव नहीं हो सका: {problem}</translation>
    </message>
</context>
<context>
    <name>SyncWords</name>
    <message>
        <source>Anchor of the audit log</source>
        <translation>लेखा-लॉग का लंगर</translation>
    </message>
    <message>
        <source>Connected to Firebase</source>
        <translation>फ़ायरबेस से जुड़ा</translation>
    </message>
    <message>
        <source>Connecting to Firebase</source>
        <translation>फ़ायरबेस से जुड़ रहा है</translation>
    </message>
    <message>
        <source>Copied by another console</source>
        <translation>दूसरा कंसोल भेज रहा है</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>निर्णय</translation>
    </message>
    <message>
        <source>Firebase</source>
        <translation>फ़ायरबेस</translation>
    </message>
    <message>
        <source>Firebase not reached</source>
        <translation>फ़ायरबेस नहीं मिला</translation>
    </message>
    <message>
        <source>Firebase refuses the account</source>
        <translation>फ़ायरबेस ने खाता अस्वीकार किया</translation>
    </message>
    <message>
        <source>Firebase: limit of the day</source>
        <translation>फ़ायरबेस: आज की सीमा पूरी</translation>
    </message>
    <message>
        <source>Firebase: {refused} refused, {count} rows waiting</source>
        <translation>फ़ायरबेस: {refused} अस्वीकृत, {count} पंक्तियाँ प्रतीक्षा में</translation>
    </message>
    <message>
        <source>Not connected to Firebase</source>
        <translation>फ़ायरबेस से जुड़ा नहीं</translation>
    </message>
    <message>
        <source>Notice to a driver</source>
        <translation>चालक को सूचना</translation>
    </message>
    <message>
        <source>Occupancy</source>
        <translation>उपयोग</translation>
    </message>
    <message>
        <source>Parking session</source>
        <translation>पार्किंग सत्र</translation>
    </message>
    <message>
        <source>Recorded before the connection: choose</source>
        <translation>कनेक्शन से पहले का: चुनें</translation>
    </message>
    <message>
        <source>Refused: {reason}</source>
        <translation>अस्वीकृत: {reason}</translation>
    </message>
    <message>
        <source>Slot or booking</source>
        <translation>स्थान या बुकिंग</translation>
    </message>
    <message>
        <source>Small picture</source>
        <translation>छोटी तस्वीर</translation>
    </message>
    <message>
        <source>State of the booth</source>
        <translation>बूथ की स्थिति</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>प्रतीक्षा में</translation>
    </message>
    <message>
        <source>{state}: {count} waiting</source>
        <translation>{state}: {count} प्रतीक्षा में</translation>
    </message>
    <message>
        <source>{state}: {count} waiting, {age} ago</source>
        <translation>{state}: {count} प्रतीक्षा में, {age} पहले</translation>
    </message>
</context>
<context>
    <name>Told</name>
    <message>
        <source>File name too long</source>
        <translation>फ़ाइल का नाम बहुत लंबा है</translation>
    </message>
    <message>
        <source>Firestore ended the listening</source>
        <translation>Firestore ने सुनना समाप्त किया</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>इनपुट/आउटपुट त्रुटि</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>फ़ोल्डर है</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>डिस्क पर जगह नहीं बची</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>फ़ाइल या फ़ोल्डर नहीं है</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>फ़ोल्डर नहीं है</translation>
    </message>
    <message>
        <source>OpenCV&apos;s face detector is missing</source>
        <translation>OpenCV का चेहरा पहचानने वाला नहीं है</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>अनुमति नहीं है</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>फ़ाइल सिस्टम केवल पढ़ने के लिए है</translation>
    </message>
    <message>
        <source>a name is 1 to {most} characters, not {count}</source>
        <translation>नाम 1 से {most} अक्षर का होता है, {count} का नहीं</translation>
    </message>
    <message>
        <source>a name is needed</source>
        <translation>नाम चाहिए</translation>
    </message>
    <message>
        <source>a pairing code has {count} letters and digits</source>
        <translation>जोड़ने के कोड में {count} अक्षर और अंक होते हैं</translation>
    </message>
    <message>
        <source>a part exceeds {count} bytes</source>
        <translation>एक भाग {count} बाइट से बड़ा है</translation>
    </message>
    <message>
        <source>a part of {size} bytes, at most {count} accepted</source>
        <translation>{size} बाइट का भाग, अधिकतम {count} मान्य</translation>
    </message>
    <message>
        <source>a web page came instead of pictures</source>
        <translation>तस्वीरों की जगह वेब पेज आया</translation>
    </message>
    <message>
        <source>add it first</source>
        <translation>पहले जोड़ें</translation>
    </message>
    <message>
        <source>address cannot be read; want http://host:port/path</source>
        <translation>पता पढ़ा नहीं जा सकता; http://host:port/path चाहिए</translation>
    </message>
    <message>
        <source>address is not http://host:port/path</source>
        <translation>पता http://host:port/path नहीं है</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>प्रशासक</translation>
    </message>
    <message>
        <source>agent {problem}</source>
        <translation>एजेंट: {problem}</translation>
    </message>
    <message>
        <source>all gates hold, so nothing was sent</source>
        <translation>सभी गेट रुके हैं, इसलिए कुछ नहीं भेजा गया</translation>
    </message>
    <message>
        <source>amend any</source>
        <translation>निर्णय सुधारना</translation>
    </message>
    <message>
        <source>amend own</source>
        <translation>अपने निर्णय सुधारना</translation>
    </message>
    <message>
        <source>amends {id}, which is not recorded</source>
        <translation>{id} को सुधारता है, जो दर्ज नहीं है</translation>
    </message>
    <message>
        <source>another booth is writing for long</source>
        <translation>दूसरा बूथ देर से लिख रहा है</translation>
    </message>
    <message>
        <source>answers in a form we do not know ({why})</source>
        <translation>अज्ञात रूप में जवाब देता है ({why})</translation>
    </message>
    <message>
        <source>answers too slowly</source>
        <translation>बहुत धीमे जवाब देता है</translation>
    </message>
    <message>
        <source>answers with a web page instead of a stream</source>
        <translation>स्ट्रीम की जगह वेब पेज देता है</translation>
    </message>
    <message>
        <source>answers with an error ({status})</source>
        <translation>त्रुटि के साथ जवाब देता है ({status})</translation>
    </message>
    <message>
        <source>answers with far too much</source>
        <translation>बहुत अधिक जवाब देता है</translation>
    </message>
    <message>
        <source>answers with {kind} instead of a stream</source>
        <translation>स्ट्रीम की जगह {kind} देता है</translation>
    </message>
    <message>
        <source>ask its administrator</source>
        <translation>प्रशासक से पूछें</translation>
    </message>
    <message>
        <source>at most {limit} lanes, found {count}</source>
        <translation>अधिकतम {limit} लेन, मिलीं {count}</translation>
    </message>
    <message>
        <source>attempt to write a readonly database</source>
        <translation>केवल पढ़ने वाले डेटाबेस में लिखना</translation>
    </message>
    <message>
        <source>attendant</source>
        <translation>गेट कर्मचारी</translation>
    </message>
    <message>
        <source>automatic opening is suspended</source>
        <translation>अपने आप खुलना रुका है</translation>
    </message>
    <message>
        <source>backup {path}</source>
        <translation>बैकअप {path}</translation>
    </message>
    <message>
        <source>barrier {problem}</source>
        <translation>बैरियर: {problem}</translation>
    </message>
    <message>
        <source>camera {problem}</source>
        <translation>कैमरा: {problem}</translation>
    </message>
    <message>
        <source>can be read by other users of this machine (mode {mode})</source>
        <translation>इस मशीन के दूसरे उपयोगकर्ता पढ़ सकते हैं (मोड {mode})</translation>
    </message>
    <message>
        <source>cannot be decoded</source>
        <translation>डिकोड नहीं हो सकता</translation>
    </message>
    <message>
        <source>cannot be deleted ({why})</source>
        <translation>हटाया नहीं जा सकता ({why})</translation>
    </message>
    <message>
        <source>cannot be made</source>
        <translation>बनाया नहीं जा सकता</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>खोला नहीं जा सकता</translation>
    </message>
    <message>
        <source>cannot be put into {folder}</source>
        <translation>{folder} में रखा नहीं जा सकता</translation>
    </message>
    <message>
        <source>cannot be reached</source>
        <translation>पहुँच से बाहर है</translation>
    </message>
    <message>
        <source>cannot be reached ({why})</source>
        <translation>पहुँच से बाहर है ({why})</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>पढ़ा नहीं जा सकता</translation>
    </message>
    <message>
        <source>cannot be read ({why})</source>
        <translation>पढ़ा नहीं जा सकता ({why})</translation>
    </message>
    <message>
        <source>cannot be tidied ({why})</source>
        <translation>साफ़ नहीं किया जा सकता ({why})</translation>
    </message>
    <message>
        <source>cannot be used ({why})</source>
        <translation>इस्तेमाल नहीं हो सकता ({why})</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <translation>लिखा नहीं जा सकता</translation>
    </message>
    <message>
        <source>cannot be written ({why})</source>
        <translation>लिखा नहीं जा सकता ({why})</translation>
    </message>
    <message>
        <source>change that entry instead</source>
        <translation>उसी प्रविष्टि को बदलें</translation>
    </message>
    <message>
        <source>characters too uncertain</source>
        <translation>अक्षर बहुत अनिश्चित</translation>
    </message>
    <message>
        <source>check --data</source>
        <translation>--data जाँचें</translation>
    </message>
    <message>
        <source>check it, then try again</source>
        <translation>जाँचें, फिर कोशिश करें</translation>
    </message>
    <message>
        <source>check its rights, or choose another folder with --data</source>
        <translation>अधिकार जाँचें, या --data से दूसरा फ़ोल्डर चुनें</translation>
    </message>
    <message>
        <source>check store.url and the password file</source>
        <translation>store.url और पासवर्ड फ़ाइल जाँचें</translation>
    </message>
    <message>
        <source>check the disk and the rights of the file</source>
        <translation>डिस्क और फ़ाइल के अधिकार जाँचें</translation>
    </message>
    <message>
        <source>check the network and the server</source>
        <translation>नेटवर्क और सर्वर जाँचें</translation>
    </message>
    <message>
        <source>check the rights of the file and its folder</source>
        <translation>फ़ाइल और उसके फ़ोल्डर के अधिकार जाँचें</translation>
    </message>
    <message>
        <source>check the rights of the folder</source>
        <translation>फ़ोल्डर के अधिकार जाँचें</translation>
    </message>
    <message>
        <source>choose a folder on a local disk with --data</source>
        <translation>--data से स्थानीय डिस्क का फ़ोल्डर चुनें</translation>
    </message>
    <message>
        <source>choose another folder, or move it away</source>
        <translation>दूसरा फ़ोल्डर चुनें, या उसे हटाएँ</translation>
    </message>
    <message>
        <source>close</source>
        <translation>बंद करें</translation>
    </message>
    <message>
        <source>close it, then try again</source>
        <translation>उसे बंद करें, फिर कोशिश करें</translation>
    </message>
    <message>
        <source>columns are {columns}</source>
        <translation>स्तंभ हैं {columns}</translation>
    </message>
    <message>
        <source>command id was used for {action} before</source>
        <translation>आदेश पहले &quot;{action}&quot; के लिए इस्तेमाल हुआ</translation>
    </message>
    <message>
        <source>create it first</source>
        <translation>पहले उसे बनाएँ</translation>
    </message>
    <message>
        <source>cut the connection</source>
        <translation>कनेक्शन काट दिया</translation>
    </message>
    <message>
        <source>database disk image is malformed</source>
        <translation>डेटाबेस फ़ाइल क्षतिग्रस्त है</translation>
    </message>
    <message>
        <source>database is locked</source>
        <translation>डेटाबेस रोका हुआ है</translation>
    </message>
    <message>
        <source>database or disk is full</source>
        <translation>डेटाबेस या डिस्क भरी है</translation>
    </message>
    <message>
        <source>decide</source>
        <translation>निर्णय लेना</translation>
    </message>
    <message>
        <source>decision {id}</source>
        <translation>निर्णय {id}</translation>
    </message>
    <message>
        <source>disk I/O error</source>
        <translation>डिस्क त्रुटि</translation>
    </message>
    <message>
        <source>does not accept our key ({why})</source>
        <translation>हमारी कुंजी नहीं मानता ({why})</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>जवाब नहीं देता</translation>
    </message>
    <message>
        <source>does not speak HTTP properly</source>
        <translation>ठीक से HTTP नहीं बोलता</translation>
    </message>
    <message>
        <source>edit lanes</source>
        <translation>लेन बदलना</translation>
    </message>
    <message>
        <source>ended in the middle of a picture</source>
        <translation>तस्वीर के बीच में रुक गया</translation>
    </message>
    <message>
        <source>ended the stream</source>
        <translation>स्ट्रीम समाप्त कर दी</translation>
    </message>
    <message>
        <source>evidence {path}</source>
        <translation>सबूत {path}</translation>
    </message>
    <message>
        <source>expired before sending</source>
        <translation>भेजने से पहले समय समाप्त</translation>
    </message>
    <message>
        <source>export without blurring</source>
        <translation>धुंधला किए बिना निर्यात करें</translation>
    </message>
    <message>
        <source>export {path}</source>
        <translation>निर्यात {path}</translation>
    </message>
    <message>
        <source>fetch a new one in the Firebase console, project settings, service accounts</source>
        <translation>Firebase कंसोल, प्रोजेक्ट सेटिंग्स, सेवा खाते से नई लें</translation>
    </message>
    <message>
        <source>file is not a database</source>
        <translation>फ़ाइल डेटाबेस नहीं है</translation>
    </message>
    <message>
        <source>firebase.bucket in the settings</source>
        <translation>सेटिंग्स में firebase.bucket</translation>
    </message>
    <message>
        <source>for {count} min</source>
        <translation>{count} मिनट के लिए</translation>
    </message>
    <message>
        <source>frame {number}</source>
        <translation>फ़्रेम {number}</translation>
    </message>
    <message>
        <source>free some</source>
        <translation>कुछ खाली करें</translation>
    </message>
    <message>
        <source>free some space or check the rights of the folder, then try again</source>
        <translation>जगह खाली करें या फ़ोल्डर के अधिकार जाँचें, फिर कोशिश करें</translation>
    </message>
    <message>
        <source>free some space, then try again</source>
        <translation>जगह खाली करें, फिर कोशिश करें</translation>
    </message>
    <message>
        <source>has a certificate that is not trusted</source>
        <translation>प्रमाणपत्र भरोसेमंद नहीं है</translation>
    </message>
    <message>
        <source>has more cells than the header ({cells})</source>
        <translation>शीर्ष पंक्ति से अधिक खाने हैं ({cells})</translation>
    </message>
    <message>
        <source>has no column {column}</source>
        <translation>में {column} स्तंभ नहीं है</translation>
    </message>
    <message>
        <source>has schema {found}, and schema {known} is needed</source>
        <translation>स्कीमा {found} है, और स्कीमा {known} चाहिए</translation>
    </message>
    <message>
        <source>has schema {found}, and this version of Gatehouse knows schemas up to {known}</source>
        <translation>स्कीमा {found} है, और Gatehouse का यह संस्करण {known} तक के स्कीमा जानता है</translation>
    </message>
    <message>
        <source>has the unknown column {column}</source>
        <translation>में अज्ञात स्तंभ {column} है</translation>
    </message>
    <message>
        <source>headers of a part exceed {count} bytes</source>
        <translation>भाग के शीर्ष {count} बाइट से अधिक</translation>
    </message>
    <message>
        <source>hold</source>
        <translation>खुला रखें</translation>
    </message>
    <message>
        <source>holds a character that cannot be printed</source>
        <translation>ऐसा अक्षर है जो छप नहीं सकता</translation>
    </message>
    <message>
        <source>holds no letter or digit</source>
        <translation>कोई अक्षर या अंक नहीं है</translation>
    </message>
    <message>
        <source>holds something already</source>
        <translation>पहले से कुछ है</translation>
    </message>
    <message>
        <source>holds {character}; only A-Z and 0-9 are on plates</source>
        <translation>{character} है; नंबर प्लेट पर केवल A-Z और 0-9 होते हैं</translation>
    </message>
    <message>
        <source>host name is not known</source>
        <translation>होस्ट नाम ज्ञात नहीं</translation>
    </message>
    <message>
        <source>install the newer Gatehouse that wrote it</source>
        <translation>वह नया Gatehouse लगाएँ जिसने इसे लिखा</translation>
    </message>
    <message>
        <source>install this version of Gatehouse again</source>
        <translation>Gatehouse का यह संस्करण फिर लगाएँ</translation>
    </message>
    <message>
        <source>internal fault</source>
        <translation>आंतरिक त्रुटि</translation>
    </message>
    <message>
        <source>is damaged</source>
        <translation>क्षतिग्रस्त है</translation>
    </message>
    <message>
        <source>is damaged ({what})</source>
        <translation>क्षतिग्रस्त है ({what})</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>खाली है</translation>
    </message>
    <message>
        <source>is empty; its first line must be {columns}</source>
        <translation>खाली है; पहली पंक्ति {columns} होनी चाहिए</translation>
    </message>
    <message>
        <source>is longer than {count} characters</source>
        <translation>{count} अक्षरों से लंबा है</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>नहीं है</translation>
    </message>
    <message>
        <source>is nobody of this site</source>
        <translation>इस साइट का कोई नहीं है</translation>
    </message>
    <message>
        <source>is not CSV ({why})</source>
        <translation>CSV नहीं है ({why})</translation>
    </message>
    <message>
        <source>is not UTF-8 (byte {place})</source>
        <translation>UTF-8 नहीं है (बाइट {place})</translation>
    </message>
    <message>
        <source>is not a TOML file</source>
        <translation>TOML फ़ाइल नहीं है</translation>
    </message>
    <message>
        <source>is not a database</source>
        <translation>डेटाबेस नहीं है</translation>
    </message>
    <message>
        <source>is not a database of Gatehouse</source>
        <translation>Gatehouse का डेटाबेस नहीं है</translation>
    </message>
    <message>
        <source>is not a file that can be read</source>
        <translation>पढ़ी जा सकने वाली फ़ाइल नहीं है</translation>
    </message>
    <message>
        <source>is not registered</source>
        <translation>पंजीकृत नहीं है</translation>
    </message>
    <message>
        <source>is not the file of a service account</source>
        <translation>सेवा खाते की फ़ाइल नहीं है</translation>
    </message>
    <message>
        <source>is not the file of {name}</source>
        <translation>{name} की फ़ाइल नहीं है</translation>
    </message>
    <message>
        <source>is over or unknown</source>
        <translation>समाप्त या अज्ञात है</translation>
    </message>
    <message>
        <source>is recorded already with other contents</source>
        <translation>पहले से दूसरी सामग्री के साथ दर्ज है</translation>
    </message>
    <message>
        <source>is silent</source>
        <translation>चुप है</translation>
    </message>
    <message>
        <source>is the last administrator</source>
        <translation>अंतिम प्रशासक है</translation>
    </message>
    <message>
        <source>is there but has no picture to give (503)</source>
        <translation>है, पर देने को तस्वीर नहीं (503)</translation>
    </message>
    <message>
        <source>is what decisions without a person are recorded under</source>
        <translation>वह नाम है जिसके तहत बिना व्यक्ति के निर्णय दर्ज होते हैं</translation>
    </message>
    <message>
        <source>it was deleted when its retention ended, or must be restored from a backup</source>
        <translation>अवधि पूरी होने पर वह हटाई गई, या बैकअप से लौटानी होगी</translation>
    </message>
    <message>
        <source>its contents have SHA-256 {hash}, so they were changed</source>
        <translation>सामग्री का SHA-256 {hash} है, यानी वह बदली गई</translation>
    </message>
    <message>
        <source>its first line must be {columns}</source>
        <translation>पहली पंक्ति {columns} होनी चाहिए</translation>
    </message>
    <message>
        <source>its first line {problem}</source>
        <translation>पहली पंक्ति {problem}</translation>
    </message>
    <message>
        <source>keep it aside, and restore it from a backup</source>
        <translation>उसे अलग रखें, और बैकअप से लौटाएँ</translation>
    </message>
    <message>
        <source>kind {kind} is none of {kinds}</source>
        <translation>kind {kind} इनमें से नहीं है: {kinds}</translation>
    </message>
    <message>
        <source>line {number}</source>
        <translation>पंक्ति {number}</translation>
    </message>
    <message>
        <source>locked by another program</source>
        <translation>दूसरे प्रोग्राम ने रोका हुआ है</translation>
    </message>
    <message>
        <source>look again</source>
        <translation>फिर देखें</translation>
    </message>
    <message>
        <source>make another one first</source>
        <translation>पहले दूसरा बनाएँ</translation>
    </message>
    <message>
        <source>make it yours alone</source>
        <translation>उसे केवल अपना बनाएँ</translation>
    </message>
    <message>
        <source>model {name} cannot be loaded</source>
        <translation>मॉडल {name} लोड नहीं हो सकता</translation>
    </message>
    <message>
        <source>model {name} failed</source>
        <translation>मॉडल {name} विफल</translation>
    </message>
    <message>
        <source>model {name} takes {wanted} inputs, got {found}</source>
        <translation>मॉडल {name} {wanted} इनपुट लेता है, मिले {found}</translation>
    </message>
    <message>
        <source>models {path}</source>
        <translation>मॉडल {path}</translation>
    </message>
    <message>
        <source>move it away, or restore it from a backup</source>
        <translation>उसे हटाएँ, या बैकअप से लौटाएँ</translation>
    </message>
    <message>
        <source>name a new folder</source>
        <translation>नया फ़ोल्डर दें</translation>
    </message>
    <message>
        <source>name at least one format</source>
        <translation>कम से कम एक प्रारूप दें</translation>
    </message>
    <message>
        <source>name the service account&apos;s file</source>
        <translation>सेवा खाते की फ़ाइल दें</translation>
    </message>
    <message>
        <source>names a column twice</source>
        <translation>में एक स्तंभ दो बार है</translation>
    </message>
    <message>
        <source>no answer before the console stopped</source>
        <translation>कंसोल बंद होने से पहले कोई जवाब नहीं</translation>
    </message>
    <message>
        <source>no answer, and newer passages wait</source>
        <translation>कोई जवाब नहीं, और नए वाहन इंतज़ार में हैं</translation>
    </message>
    <message>
        <source>no barrier is set up for this lane</source>
        <translation>इस लेन के लिए कोई बैरियर नहीं है</translation>
    </message>
    <message>
        <source>no boundary within {count} bytes</source>
        <translation>{count} बाइट में कोई सीमा नहीं</translation>
    </message>
    <message>
        <source>no bucket is named</source>
        <translation>कोई बकेट नहीं दिया गया</translation>
    </message>
    <message>
        <source>no characters</source>
        <translation>कोई अक्षर नहीं</translation>
    </message>
    <message>
        <source>no code is open; ask for one at the Pi</source>
        <translation>कोई कोड खुला नहीं है; Pi पर माँगें</translation>
    </message>
    <message>
        <source>no content type</source>
        <translation>कोई प्रकार नहीं</translation>
    </message>
    <message>
        <source>no new picture</source>
        <translation>कोई नई तस्वीर नहीं</translation>
    </message>
    <message>
        <source>no such file</source>
        <translation>ऐसी कोई फ़ाइल नहीं</translation>
    </message>
    <message>
        <source>nobody signed in</source>
        <translation>कोई साइन इन नहीं है</translation>
    </message>
    <message>
        <source>not allowed: {act} (nobody is signed in)</source>
        <translation>अनुमति नहीं: {act} (कोई साइन इन नहीं है)</translation>
    </message>
    <message>
        <source>not allowed: {act} ({name} is {role})</source>
        <translation>अनुमति नहीं: {act} ({name}: {role})</translation>
    </message>
    <message>
        <source>not amended</source>
        <translation>सुधार नहीं हुआ</translation>
    </message>
    <message>
        <source>not decided</source>
        <translation>निर्णय नहीं हुआ</translation>
    </message>
    <message>
        <source>not opened</source>
        <translation>नहीं खोला गया</translation>
    </message>
    <message>
        <source>not paired with this booth</source>
        <translation>इस बूथ से जोड़ा नहीं गया</translation>
    </message>
    <message>
        <source>nothing was imported, preview again</source>
        <translation>कुछ आयात नहीं हुआ, फिर पूर्वावलोकन करें</translation>
    </message>
    <message>
        <source>open</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>order to {action} not carried out</source>
        <translation>&quot;{action}&quot; का आदेश पूरा नहीं हुआ</translation>
    </message>
    <message>
        <source>others may read it</source>
        <translation>दूसरे भी उसे पढ़ सकते हैं</translation>
    </message>
    <message>
        <source>overtaken by the order to {action}</source>
        <translation>&quot;{action}&quot; के आदेश ने इसे पीछे छोड़ा</translation>
    </message>
    <message>
        <source>parking session {number}</source>
        <translation>पार्किंग सत्र {number}</translation>
    </message>
    <message>
        <source>password file {path}</source>
        <translation>पासवर्ड फ़ाइल {path}</translation>
    </message>
    <message>
        <source>pictures arrive seconds late, the network holds them back</source>
        <translation>तस्वीरें सेकंडों देर से आती हैं, नेटवर्क उन्हें रोकता है</translation>
    </message>
    <message>
        <source>pictures cannot be copied</source>
        <translation>तस्वीरें कॉपी नहीं हो सकतीं</translation>
    </message>
    <message>
        <source>plate {text}</source>
        <translation>नंबर {text}</translation>
    </message>
    <message>
        <source>recognition failed</source>
        <translation>पहचान विफल</translation>
    </message>
    <message>
        <source>refuses our user and password, or is not paired with us ({status})</source>
        <translation>हमारा उपयोगकर्ता और पासवर्ड नहीं मानता, या जोड़ा नहीं गया ({status})</translation>
    </message>
    <message>
        <source>refuses the connection</source>
        <translation>कनेक्शन मना करता है</translation>
    </message>
    <message>
        <source>refuses this user</source>
        <translation>इस उपयोगकर्ता को मना करता है</translation>
    </message>
    <message>
        <source>registry {path}</source>
        <translation>वाहन सूची {path}</translation>
    </message>
    <message>
        <source>remove it and pair the lanes again</source>
        <translation>हटाकर लेन फिर जोड़ें</translation>
    </message>
    <message>
        <source>restore it from a backup</source>
        <translation>उसे बैकअप से लौटाएँ</translation>
    </message>
    <message>
        <source>restore the picture from a backup</source>
        <translation>तस्वीर बैकअप से लौटाएँ</translation>
    </message>
    <message>
        <source>run {command}</source>
        <translation>{command} चलाएँ</translation>
    </message>
    <message>
        <source>save it as CSV UTF-8</source>
        <translation>उसे CSV UTF-8 के रूप में सहेजें</translation>
    </message>
    <message>
        <source>search history</source>
        <translation>इतिहास खोजना</translation>
    </message>
    <message>
        <source>sends its stream compressed ({how})</source>
        <translation>स्ट्रीम संपीड़ित भेजता है ({how})</translation>
    </message>
    <message>
        <source>sends no new picture, only the same or damaged ones</source>
        <translation>नई तस्वीर नहीं भेजता, केवल वही या क्षतिग्रस्त</translation>
    </message>
    <message>
        <source>sends no stream</source>
        <translation>स्ट्रीम नहीं भेजता</translation>
    </message>
    <message>
        <source>sends too slowly</source>
        <translation>बहुत धीमे भेजता है</translation>
    </message>
    <message>
        <source>sends us to another address ({status})</source>
        <translation>दूसरे पते पर भेजता है ({status})</translation>
    </message>
    <message>
        <source>settings {path}</source>
        <translation>सेटिंग्स {path}</translation>
    </message>
    <message>
        <source>sha256 is {found}, {manifest} says {wanted} ({count} bytes read)</source>
        <translation>sha256 {found} है, {manifest} में {wanted} है ({count} बाइट पढ़े)</translation>
    </message>
    <message>
        <source>signed for another run of the agent</source>
        <translation>एजेंट के दूसरे चालन के लिए हस्ताक्षरित</translation>
    </message>
    <message>
        <source>start Gatehouse once on this folder to bring it up to date</source>
        <translation>उसे नया करने के लिए इस फ़ोल्डर पर Gatehouse एक बार चलाएँ</translation>
    </message>
    <message>
        <source>store.url is not an address</source>
        <translation>store.url कोई पता नहीं है</translation>
    </message>
    <message>
        <source>supervisor</source>
        <translation>पर्यवेक्षक</translation>
    </message>
    <message>
        <source>the agent answers</source>
        <translation>एजेंट का जवाब</translation>
    </message>
    <message>
        <source>the agent refuses ({status})</source>
        <translation>एजेंट मना करता है ({status})</translation>
    </message>
    <message>
        <source>the agent {problem}</source>
        <translation>एजेंट: {problem}</translation>
    </message>
    <message>
        <source>the annotated picture cannot be encoded</source>
        <translation>चिह्नित तस्वीर एनकोड नहीं हो सकती</translation>
    </message>
    <message>
        <source>the barrier stays as it is</source>
        <translation>बैरियर जैसा है वैसा रहेगा</translation>
    </message>
    <message>
        <source>the blurred picture cannot be encoded</source>
        <translation>धुंधली तस्वीर एनकोड नहीं हो सकती</translation>
    </message>
    <message>
        <source>the camera sends no picture</source>
        <translation>कैमरा कोई तस्वीर नहीं भेजता</translation>
    </message>
    <message>
        <source>the code is not the one shown here</source>
        <translation>कोड यहाँ दिखाया गया नहीं है</translation>
    </message>
    <message>
        <source>the damaged store cannot be moved</source>
        <translation>क्षतिग्रस्त डेटाबेस हटाया नहीं जा सकता</translation>
    </message>
    <message>
        <source>the disk failed or is full</source>
        <translation>डिस्क ख़राब या भरी है</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>डिस्क भरी है</translation>
    </message>
    <message>
        <source>the disk is full; decisions are kept and tried again</source>
        <translation>डिस्क भरी है; निर्णय रखे हैं और फिर कोशिश होगी</translation>
    </message>
    <message>
        <source>the file system offers no write-ahead log (it gave {mode})</source>
        <translation>फ़ाइल सिस्टम write-ahead log नहीं देता (उसने {mode} दिया)</translation>
    </message>
    <message>
        <source>the log names them</source>
        <translation>लॉग में उनके नाम हैं</translation>
    </message>
    <message>
        <source>the name is taken by {name}</source>
        <translation>यह नाम {name} का है</translation>
    </message>
    <message>
        <source>the network cannot be searched</source>
        <translation>नेटवर्क खोजा नहीं जा सकता</translation>
    </message>
    <message>
        <source>the picture is not live, so nothing was sent</source>
        <translation>तस्वीर लाइव नहीं है, इसलिए कुछ नहीं भेजा गया</translation>
    </message>
    <message>
        <source>the same plate is on line {line} (O and 0 count as the same)</source>
        <translation>वही नंबर पंक्ति {line} पर है (O और 0 एक ही माने जाते हैं)</translation>
    </message>
    <message>
        <source>the server has no room left (disk, memory or connections)</source>
        <translation>सर्वर में जगह नहीं बची (डिस्क, मेमोरी या कनेक्शन)</translation>
    </message>
    <message>
        <source>the server is read-only</source>
        <translation>सर्वर केवल पढ़ने देता है</translation>
    </message>
    <message>
        <source>the server is shutting down or ended the request</source>
        <translation>सर्वर बंद हो रहा है या उसने अनुरोध रोक दिया</translation>
    </message>
    <message>
        <source>the shipped ones read instead</source>
        <translation>उनकी जगह साथ आए मॉडल पढ़ते हैं</translation>
    </message>
    <message>
        <source>the stored picture is no JPEG</source>
        <translation>रखी तस्वीर JPEG नहीं है</translation>
    </message>
    <message>
        <source>the stream names no usable boundary</source>
        <translation>स्ट्रीम कोई उपयोगी सीमा नहीं बताती</translation>
    </message>
    <message>
        <source>the vehicle in front is on the block list, so say it again</source>
        <translation>सामने का वाहन प्रतिबंधित सूची में है, इसलिए फिर कहें</translation>
    </message>
    <message>
        <source>there is no such database</source>
        <translation>ऐसा कोई डेटाबेस नहीं है</translation>
    </message>
    <message>
        <source>there is no such picture</source>
        <translation>ऐसी कोई तस्वीर नहीं है</translation>
    </message>
    <message>
        <source>this agent does not pair</source>
        <translation>यह एजेंट नहीं जुड़ता</translation>
    </message>
    <message>
        <source>this is no Gatehouse agent</source>
        <translation>यह Gatehouse का एजेंट नहीं है</translation>
    </message>
    <message>
        <source>this site has people already</source>
        <translation>इस साइट पर पहले से लोग हैं</translation>
    </message>
    <message>
        <source>this user has too few rights there</source>
        <translation>इस उपयोगकर्ता के अधिकार वहाँ कम हैं</translation>
    </message>
    <message>
        <source>too few characters</source>
        <translation>बहुत कम अक्षर</translation>
    </message>
    <message>
        <source>too few to ask about</source>
        <translation>पूछने के लिए बहुत कम</translation>
    </message>
    <message>
        <source>too late, so nothing was sent</source>
        <translation>देर हो गई, इसलिए कुछ नहीं भेजा गया</translation>
    </message>
    <message>
        <source>too many requests</source>
        <translation>बहुत अधिक अनुरोध</translation>
    </message>
    <message>
        <source>try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>unable to open database file</source>
        <translation>डेटाबेस फ़ाइल नहीं खुलती</translation>
    </message>
    <message>
        <source>usable is yes or no, not {text}</source>
        <translation>usable yes या no होता है, {text} नहीं</translation>
    </message>
    <message>
        <source>valid_until is not after valid_from</source>
        <translation>valid_until, valid_from के बाद नहीं है</translation>
    </message>
    <message>
        <source>vehicle {plate}</source>
        <translation>वाहन {plate}</translation>
    </message>
    <message>
        <source>wanted an address such as http://192.168.1.20:8080/stream.mjpg</source>
        <translation>http://192.168.1.20:8080/stream.mjpg जैसा पता चाहिए</translation>
    </message>
    <message>
        <source>wanted letters, digits, - and _ alone, found {text}</source>
        <translation>केवल अक्षर, अंक, - और _ चाहिए, मिला {text}</translation>
    </message>
    <message>
        <source>wanted {wanted}, found {found}</source>
        <translation>{wanted} चाहिए, मिला {found}</translation>
    </message>
    <message>
        <source>was changed since the preview</source>
        <translation>पूर्वावलोकन के बाद बदला गया</translation>
    </message>
    <message>
        <source>was changed since these models were taken over</source>
        <translation>इन मॉडलों को लेने के बाद बदला गया</translation>
    </message>
    <message>
        <source>was restarted just now</source>
        <translation>अभी फिर शुरू हुआ</translation>
    </message>
    <message>
        <source>weights {path}</source>
        <translation>वेट्स {path}</translation>
    </message>
    <message>
        <source>whoever answers does not know the code; is that the right address?</source>
        <translation>जवाब देने वाला कोड नहीं जानता; क्या पता सही है?</translation>
    </message>
    <message>
        <source>work barriers</source>
        <translation>बैरियर चलाना</translation>
    </message>
    <message>
        <source>wrong signature</source>
        <translation>ग़लत हस्ताक्षर</translation>
    </message>
    <message>
        <source>{column} holds the control character {character}</source>
        <translation>{column} में नियंत्रण अक्षर {character} है</translation>
    </message>
    <message>
        <source>{column} {text} has no time zone; add Z for UTC</source>
        <translation>{column} {text} में समय क्षेत्र नहीं है; UTC के लिए Z जोड़ें</translation>
    </message>
    <message>
        <source>{column} {text} is no date such as 2026-01-31 or 2026-01-31T08:00:00Z</source>
        <translation>{column} {text} 2026-01-31 या 2026-01-31T08:00:00Z जैसी तारीख नहीं है</translation>
    </message>
    <message>
        <source>{count} decisions could not be recorded</source>
        <translation>{count} निर्णय दर्ज नहीं हो सके</translation>
    </message>
    <message>
        <source>{id} is the id of another lane</source>
        <translation>{id} दूसरी लेन की पहचान है</translation>
    </message>
    <message>
        <source>{name} stands in the file twice</source>
        <translation>{name} फ़ाइल में दो बार है</translation>
    </message>
    <message>
        <source>{one} is set and {other} is not: what is tried out sends no pictures to Google</source>
        <translation>{one} तय है और {other} नहीं: जो परखा जा रहा है वह Google को तस्वीरें नहीं भेजता</translation>
    </message>
    <message>
        <source>{plate} is on the block list</source>
        <translation>{plate} प्रतिबंधित सूची में है</translation>
    </message>
    <message>
        <source>{plate} is registered already (O and 0 count as the same)</source>
        <translation>{plate} पहले से पंजीकृत है (O और 0 एक ही माने जाते हैं)</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Locked</source>
        <translation>लॉक</translation>
    </message>
    <message>
        <source>No lanes</source>
        <translation>कोई लेन नहीं</translation>
    </message>
    <message>
        <source>Not connected to Firebase</source>
        <translation>Firebase कटा है</translation>
    </message>
    <message>
        <source>Recognition failed</source>
        <translation>पहचान विफल</translation>
    </message>
    <message>
        <source>Recognition loading</source>
        <translation>पहचान लोड हो रही है</translation>
    </message>
    <message>
        <source>Recognition ready</source>
        <translation>पहचान तैयार</translation>
    </message>
    <message numerus="yes">
        <source>{up} of %n lanes up</source>
        <translation>
            <numerusform>%n में से {up} लेन चालू</numerusform>
            <numerusform>%n में से {up} लेन चालू</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UncaughtErrors</name>
    <message>
        <source>Internal error, see the log: {error}</source>
        <translation>आंतरिक गड़बड़ी, लॉग देखें: {error}</translation>
    </message>
</context>
<context>
    <name>VehicleMatches</name>
    <message>
        <source>Nearest registered vehicles</source>
        <translation>सबसे मिलते-जुलते पंजीकृत वाहन</translation>
    </message>
    <message>
        <source>No owner</source>
        <translation>मालिक दर्ज नहीं</translation>
    </message>
    <message>
        <source>No registered vehicle is near</source>
        <translation>कोई पंजीकृत वाहन मिलता-जुलता नहीं</translation>
    </message>
    <message>
        <source>The registry could not be checked</source>
        <translation>वाहन सूची नहीं जाँची जा सकी</translation>
    </message>
    <message>
        <source>cost {cost}</source>
        <translation>अंतर {cost}</translation>
    </message>
    <message>
        <source>from {date}</source>
        <translation>{date} से</translation>
    </message>
    <message>
        <source>same text</source>
        <translation>वही नंबर</translation>
    </message>
    <message>
        <source>until {date}</source>
        <translation>{date} तक</translation>
    </message>
</context>
<context>
    <name>VehiclesModel</name>
    <message>
        <source>Always</source>
        <translation>हमेशा</translation>
    </message>
    <message>
        <source>Expired {time}</source>
        <translation>{time} को समाप्त</translation>
    </message>
    <message>
        <source>From {time}</source>
        <translation>{time} से</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>प्रकार</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>नोट</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>मालिक</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>नंबर</translation>
    </message>
    <message>
        <source>Until {time}</source>
        <translation>{time} तक</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>मान्य</translation>
    </message>
    <message>
        <source>{since} to {until}</source>
        <translation>{since} से {until}</translation>
    </message>
</context>
<context>
    <name>VehiclesPageView</name>
    <message>
        <source>A day alone counts as a whole day. A visitor needs a day on which the visit ends; after it the vehicle is not let in by itself.</source>
        <translation>केवल दिन लिखने पर पूरा दिन गिना जाता है। आगंतुक के लिए अंतिम दिन ज़रूरी है; उसके बाद वाहन अपने-आप अंदर नहीं आएगा।</translation>
    </message>
    <message>
        <source>Add this vehicle, or change it</source>
        <translation>यह वाहन जोड़ें या बदलें</translation>
    </message>
    <message>
        <source>Added: {plate}, {kind}, {owner}</source>
        <translation>जोड़ा: {plate}, {kind}, {owner}</translation>
    </message>
    <message>
        <source>Back to the form</source>
        <translation>फ़ॉर्म पर वापस</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>कैलेंडर</translation>
    </message>
    <message>
        <source>Change {plate}</source>
        <translation>{plate} बदलें</translation>
    </message>
    <message>
        <source>Changed: {plate}: {what}</source>
        <translation>बदला: {plate}: {what}</translation>
    </message>
    <message>
        <source>Choose the day of the box, or of the end of the validity</source>
        <translation>बॉक्स का, या मान्यता के अंत का दिन चुनें</translation>
    </message>
    <message>
        <source>Do all that is listed, or nothing</source>
        <translation>सूची का सब कुछ करें, या कुछ भी नहीं</translation>
    </message>
    <message>
        <source>Do not import</source>
        <translation>न लाएँ</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV निकालें</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>खोजें</translation>
    </message>
    <message>
        <source>Find a vehicle</source>
        <translation>वाहन खोजें</translation>
    </message>
    <message>
        <source>Import CSV</source>
        <translation>CSV लाएँ</translation>
    </message>
    <message>
        <source>Import these</source>
        <translation>इन्हें लाएँ</translation>
    </message>
    <message>
        <source>Import {file}</source>
        <translation>{file} लाएँ</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>प्रकार</translation>
    </message>
    <message>
        <source>Leave out the refused lines</source>
        <translation>अस्वीकृत पंक्तियाँ छोड़ दें</translation>
    </message>
    <message>
        <source>Line {line} refused: {plate}: {reason}</source>
        <translation>पंक्ति {line} अस्वीकृत: {plate}: {reason}</translation>
    </message>
    <message>
        <source>New</source>
        <translation>नया</translation>
    </message>
    <message>
        <source>No vehicles are registered yet</source>
        <translation>अभी कोई वाहन पंजीकृत नहीं</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>नोट</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>कुछ मेल नहीं खाता</translation>
    </message>
    <message>
        <source>One character away from {plate} ({owner}): a camera may take one for the other, and such a vehicle is not let in by itself.</source>
        <translation>{plate} ({owner}) से एक अक्षर का फ़र्क: कैमरा एक को दूसरा समझ सकता है, इसलिए ऐसा वाहन अपने-आप अंदर नहीं आएगा।</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>मालिक</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>नंबर</translation>
    </message>
    <message>
        <source>Plate, owner, kind or note</source>
        <translation>नंबर, मालिक, प्रकार या नोट</translation>
    </message>
    <message>
        <source>Register a vehicle</source>
        <translation>वाहन पंजीकृत करें</translation>
    </message>
    <message>
        <source>Register another</source>
        <translation>एक और पंजीकृत करें</translation>
    </message>
    <message>
        <source>Registered vehicles</source>
        <translation>पंजीकृत वाहन</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>हटाएँ</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>सहेजें</translation>
    </message>
    <message>
        <source>See what a CSV file would change, then decide</source>
        <translation>देखें कि CSV फ़ाइल क्या बदलेगी, फिर निर्णय लें</translation>
    </message>
    <message>
        <source>Take the selected vehicle out of the registry</source>
        <translation>चुना हुआ वाहन सूची से निकालें</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>कब से मान्य</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>कब तक मान्य</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>वाहन</translation>
    </message>
    <message>
        <source>What the file would do</source>
        <translation>फ़ाइल क्या करेगी</translation>
    </message>
    <message>
        <source>no owner</source>
        <translation>मालिक दर्ज नहीं</translation>
    </message>
    <message>
        <source>such as {example}</source>
        <translation>जैसे {example}</translation>
    </message>
    <message>
        <source>{added} added, {changed} changed, {same} as they are, {refused} refused</source>
        <translation>{added} जोड़े, {changed} बदले, {same} जैसे थे, {refused} अस्वीकृत</translation>
    </message>
    <message>
        <source>{count}, {expired} expired</source>
        <translation>{count}, {expired} समाप्त</translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n vehicles</source>
        <translation>
            <numerusform>%n में से {shown} वाहन</numerusform>
            <numerusform>%n में से {shown} वाहन</numerusform>
        </translation>
    </message>
    <message>
        <source>{text} is no day or time such as {example}</source>
        <translation>{text} {example} जैसा दिन या समय नहीं है</translation>
    </message>
</context>
<context>
    <name>WaitingSound</name>
    <message>
        <source>No sound can be played on this computer; it beeps, and the tile of a passage that waits too long pulses.</source>
        <translation>यह कंप्यूटर आवाज़ नहीं बजा सकता; यह बीप करता है, और देर तक रुके वाहन की टाइल चमकती है।</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>A character is uncertain</source>
        <translation>एक अक्षर अनिश्चित है</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>स्वीकृत</translation>
    </message>
    <message>
        <source>All gates hold</source>
        <translation>सभी गेट रोकें</translation>
    </message>
    <message>
        <source>All hold</source>
        <translation>सब रुके</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>अनुमत</translation>
    </message>
    <message>
        <source>Attendant&apos;s judgement</source>
        <translation>गेट कर्मचारी का विवेक</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>स्वचालित</translation>
    </message>
    <message>
        <source>Barrier</source>
        <translation>बैरियर</translation>
    </message>
    <message>
        <source>Barrier closed</source>
        <translation>बैरियर बंद</translation>
    </message>
    <message>
        <source>Barrier moving</source>
        <translation>बैरियर चल रहा है</translation>
    </message>
    <message>
        <source>Barrier open</source>
        <translation>बैरियर खुला</translation>
    </message>
    <message>
        <source>Barrier test</source>
        <translation>बैरियर की जाँच</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>प्रतिबंधित</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>हाथ से</translation>
    </message>
    <message>
        <source>By the attendant</source>
        <translation>गेट कर्मचारी द्वारा</translation>
    </message>
    <message>
        <source>Camera out of order</source>
        <translation>कैमरा खराब</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>बंद करें</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>बंद किया</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>पुष्टि करें</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>पुष्ट</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>सुधारें</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>सुधारा गया</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>डिलीवरी</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>रोका गया</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>रोकें</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>आपातकाल</translation>
    </message>
    <message>
        <source>Fits more than one registered plate</source>
        <translation>एक से ज़्यादा पंजीकृत नंबरों से मेल</translation>
    </message>
    <message>
        <source>Followed another vehicle through</source>
        <translation>दूसरे वाहन के पीछे निकला</translation>
    </message>
    <message>
        <source>Guest</source>
        <translation>मेहमान</translation>
    </message>
    <message>
        <source>Held open</source>
        <translation>खुला रखा</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>खुला रखें</translation>
    </message>
    <message>
        <source>Is inside already</source>
        <translation>पहले से अंदर है</translation>
    </message>
    <message>
        <source>Leaves without having entered</source>
        <translation>बिना प्रवेश के बाहर जा रहा है</translation>
    </message>
    <message>
        <source>Long queue</source>
        <translation>लंबी कतार</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>मॉडल</translation>
    </message>
    <message>
        <source>New vehicle, to be registered</source>
        <translation>नया वाहन, पंजीकरण बाकी</translation>
    </message>
    <message>
        <source>No longer needed</source>
        <translation>अब ज़रूरत नहीं</translation>
    </message>
    <message>
        <source>No vehicle there</source>
        <translation>वहाँ कोई वाहन नहीं</translation>
    </message>
    <message>
        <source>Not registered</source>
        <translation>पंजीकृत नहीं</translation>
    </message>
    <message>
        <source>Not yet sure of the plate</source>
        <translation>नंबर अभी पक्का नहीं</translation>
    </message>
    <message>
        <source>On the block list</source>
        <translation>प्रतिबंधित सूची में</translation>
    </message>
    <message>
        <source>Only similar to a registered plate</source>
        <translation>पंजीकृत नंबर से केवल मिलता-जुलता</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>खोला</translation>
    </message>
    <message>
        <source>Permit was shown</source>
        <translation>अनुमति-पत्र दिखाया</translation>
    </message>
    <message>
        <source>Person is known</source>
        <translation>व्यक्ति परिचित है</translation>
    </message>
    <message>
        <source>Plate is dirty or damaged</source>
        <translation>प्लेट गंदी या टूटी है</translation>
    </message>
    <message>
        <source>Plate was misread</source>
        <translation>नंबर गलत पढ़ा गया</translation>
    </message>
    <message>
        <source>Position unknown</source>
        <translation>स्थिति अज्ञात</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>पहचान</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>दर्ज हो रहा है</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>रोकें</translation>
    </message>
    <message>
        <source>Registered</source>
        <translation>पंजीकृत</translation>
    </message>
    <message>
        <source>Registered, but not valid now</source>
        <translation>पंजीकृत, पर अभी मान्य नहीं</translation>
    </message>
    <message>
        <source>Registered, one character read differently</source>
        <translation>पंजीकृत, एक अक्षर अलग पढ़ा गया</translation>
    </message>
    <message>
        <source>Registration not valid now</source>
        <translation>पंजीकरण अभी मान्य नहीं</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>वाहन सूची</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>छोड़े गए</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>जाँच</translation>
    </message>
    <message>
        <source>Slip of the hand</source>
        <translation>गलती से दबा</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>वापस लें</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>वापस लिया</translation>
    </message>
    <message>
        <source>The decision could not be recorded</source>
        <translation>निर्णय दर्ज नहीं हो सका</translation>
    </message>
    <message>
        <source>The decision was taken back</source>
        <translation>निर्णय वापस लिया गया</translation>
    </message>
    <message>
        <source>The picture was not live</source>
        <translation>तस्वीर लाइव नहीं थी</translation>
    </message>
    <message>
        <source>The plate could not be read</source>
        <translation>नंबर पढ़ा नहीं जा सका</translation>
    </message>
    <message>
        <source>The registry could not be checked</source>
        <translation>वाहन सूची नहीं जाँची जा सकी</translation>
    </message>
    <message>
        <source>The time of the hold was up</source>
        <translation>खुला रखने का समय पूरा हुआ</translation>
    </message>
    <message>
        <source>Tradesman</source>
        <translation>कारीगर</translation>
    </message>
    <message>
        <source>Vehicle approaching</source>
        <translation>वाहन पास आ रहा था</translation>
    </message>
    <message>
        <source>Vehicle leaving</source>
        <translation>वाहन दूर जा रहा था</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>आगंतुक</translation>
    </message>
    <message>
        <source>Was at another gate just now</source>
        <translation>अभी-अभी दूसरे गेट पर था</translation>
    </message>
    <message>
        <source>Wrong lane</source>
        <translation>गलत लेन</translation>
    </message>
    <message>
        <source>approaching</source>
        <translation>पास आ रहा है</translation>
    </message>
    <message>
        <source>leaving</source>
        <translation>दूर जा रहा है</translation>
    </message>
    <message>
        <source>{age} min</source>
        <translation>{age} मि</translation>
    </message>
    <message>
        <source>{age} s</source>
        <translation>{age} से</translation>
    </message>
    <message>
        <source>{count} longer</source>
        <translation>{count} अक्षर लंबा</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>{count} और</translation>
    </message>
    <message>
        <source>{count} shorter</source>
        <translation>{count} अक्षर छोटा</translation>
    </message>
    <message>
        <source>{theirs} for {ours} at place {place}</source>
        <translation>स्थान {place} पर {ours} की जगह {theirs}</translation>
    </message>
</context>
<context>
    <name>WritingChoices</name>
    <message>
        <source>Also pictures with everything drawn on them</source>
        <translation>सब कुछ अंकित किए हुए चित्र भी</translation>
    </message>
    <message>
        <source>Blur faces</source>
        <translation>चेहरे धुंधले करें</translation>
    </message>
    <message>
        <source>Blur other plates in the picture</source>
        <translation>चित्र की दूसरी प्लेटें धुंधली करें</translation>
    </message>
    <message>
        <source>Keep pictures that are nearly the same</source>
        <translation>लगभग एक जैसे चित्र भी रखें</translation>
    </message>
    <message>
        <source>Pictures with boxes and corners (COCO)</source>
        <translation>चौखटों और कोनों वाले चित्र (COCO)</translation>
    </message>
    <message>
        <source>Pictures with boxes as XML (PASCAL VOC)</source>
        <translation>चौखटों वाले चित्र XML में (PASCAL VOC)</translation>
    </message>
    <message>
        <source>Pictures with boxes for YOLO</source>
        <translation>YOLO के लिए चौखटों वाले चित्र</translation>
    </message>
    <message>
        <source>Plates with their text (CSV)</source>
        <translation>प्लेटें और उनका पाठ (CSV)</translation>
    </message>
    <message>
        <source>Single characters (a folder for each)</source>
        <translation>अलग-अलग अक्षर (हर एक का फ़ोल्डर)</translation>
    </message>
</context>
</TS>
