<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Format</name>
    <message numerus="yes">
        <source>%1 photo(s)</source>
        <comment>%1 is the count with separators</comment>
        <translation>
            <numerusform>%1 photo</numerusform>
            <numerusform>%1 photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minamo::BreakdownPanel</name>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n class</numerusform>
            <numerusform>%n classes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n environment(s)</source>
        <translation>
            <numerusform>%n environment</numerusform>
            <numerusform>%n environments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minamo::DataPlace</name>
    <message numerus="yes">
        <source>%1 tile(s)</source>
        <comment>%1 is the count with separators</comment>
        <translation>
            <numerusform>%1 tile</numerusform>
            <numerusform>%1 tiles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n class(es)</source>
        <translation>
            <numerusform>%1, %n class</numerusform>
            <numerusform>%1, %n classes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n environment(s)</source>
        <translation>
            <numerusform>, %n environment</numerusform>
            <numerusform>, %n environments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minamo::ImportPage</name>
    <message numerus="yes">
        <source>%1, %n tile(s) of %2</source>
        <translation>
            <numerusform>%1, %n tile of %2</numerusform>
            <numerusform>%1, %n tiles of %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n class(es)</source>
        <translation>
            <numerusform>%1, %n class</numerusform>
            <numerusform>%1, %n classes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n environment(s)</source>
        <translation>
            <numerusform>, %n environment</numerusform>
            <numerusform>, %n environments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %n file(s) cannot be read</source>
        <translation>
            <numerusform>; %n file cannot be read</numerusform>
            <numerusform>; %n files cannot be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minamo::JobsPanel</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minamo::MachinePanel</name>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n core</numerusform>
            <numerusform>%n cores</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minamo::RecentCard</name>
    <message numerus="yes">
        <source>%n style(s)</source>
        <translation>
            <numerusform>%n style</numerusform>
            <numerusform>%n styles</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minamo::StatusBar</name>
    <message numerus="yes">
        <source>%n job(s) running</source>
        <translation>
            <numerusform>%n job running</numerusform>
            <numerusform>%n jobs running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minamo::ClassMenu</name>
    <message numerus="yes">
        <source>Class of %n photo(s)</source>
        <translation>
            <numerusform>Class of %n photo</numerusform>
            <numerusform>Class of %n photos</numerusform>
        </translation>
    </message>
</context>
</TS>
