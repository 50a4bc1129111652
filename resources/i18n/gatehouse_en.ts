<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>Archivist</name>
    <message numerus="yes">
        <source>{file}: %n decisions written</source>
        <translation>
            <numerusform>{file}: %n decision written</numerusform>
            <numerusform>{file}: %n decisions written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CopyDesk</name>
    <message numerus="yes">
        <source>%n items are tried again</source>
        <translation>
            <numerusform>%n item is tried again</numerusform>
            <numerusform>%n items are tried again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n items go to Firebase</source>
        <translation>
            <numerusform>%n item goes to Firebase</numerusform>
            <numerusform>%n items go to Firebase</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportPageView</name>
    <message numerus="yes">
        <source>%n pictures</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LaneTile</name>
    <message numerus="yes">
        <source>{frames} pictures, {dropped} passed over, reconnected %n times</source>
        <translation>
            <numerusform>{frames} pictures, {dropped} passed over, reconnected %n time</numerusform>
            <numerusform>{frames} pictures, {dropped} passed over, reconnected %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LaneTrial</name>
    <message numerus="yes">
        <source>%n frames were looked at</source>
        <translation>
            <numerusform>%n frame was looked at</numerusform>
            <numerusform>%n frames were looked at</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message numerus="yes">
        <source>{notice} (%n times)</source>
        <translation>
            <numerusform>{notice} (%n time)</numerusform>
            <numerusform>{notice} (%n times)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ParkingPageView</name>
    <message numerus="yes">
        <source>{count} inside, {free} of %n slots free</source>
        <translation>
            <numerusform>{count} inside, {free} of %n slot free</numerusform>
            <numerusform>{count} inside, {free} of %n slots free</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Reception</name>
    <message numerus="yes">
        <source>%n waiting for a person</source>
        <translation>
            <numerusform>%n waiting for a person</numerusform>
            <numerusform>%n waiting for a person</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RegistryDesk</name>
    <message numerus="yes">
        <source>{file}: %n vehicles written</source>
        <translation>
            <numerusform>{file}: %n vehicle written</numerusform>
            <numerusform>{file}: %n vehicles written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message numerus="yes">
        <source>%n waiting, oldest {time}</source>
        <translation>
            <numerusform>%n waiting, oldest {time}</numerusform>
            <numerusform>%n waiting, oldest {time}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only {watched} of %n lanes are being watched.</source>
        <translation>
            <numerusform>Only {watched} of %n lane is being watched.</numerusform>
            <numerusform>Only {watched} of %n lanes are being watched.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SetupDesk</name>
    <message numerus="yes">
        <source>%n agents answer</source>
        <translation>
            <numerusform>%n agent answers</numerusform>
            <numerusform>%n agents answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lanes are kept; they count from the next start</source>
        <translation>
            <numerusform>%n lane is kept; it counts from the next start</numerusform>
            <numerusform>%n lanes are kept; they count from the next start</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message numerus="yes">
        <source>%n waiting for a person, oldest {clock}</source>
        <translation>
            <numerusform>%n waiting for a person, for {clock}</numerusform>
            <numerusform>%n waiting for a person, oldest {clock}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message numerus="yes">
        <source>{up} of %n lanes up</source>
        <translation>
            <numerusform>{up} of %n lane up</numerusform>
            <numerusform>{up} of %n lanes up</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VehiclesPageView</name>
    <message numerus="yes">
        <source>{shown} of %n vehicles</source>
        <translation>
            <numerusform>{shown} of %n vehicle</numerusform>
            <numerusform>{shown} of %n vehicles</numerusform>
        </translation>
    </message>
</context>
</TS>
