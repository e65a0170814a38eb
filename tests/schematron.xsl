<?xml version="1.0" encoding="UTF-8"?>
<!-- Makes a stylesheet of rules in ISO Schematron (ISO/IEC 19757-3, query binding xslt2) that reports what a document breaks in
     SVRL: for rules that are published without their stylesheet. Of a pattern the first rule that matches a node holds. Not
     for abstract patterns and rules, includes and diagnostics: a schema that has them is refused. All phases hold. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:out="urn:busbar:stylesheet"
    xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:svrl="http://purl.oclc.org/dsdl/svrl" exclude-result-prefixes="#all">
  <xsl:namespace-alias stylesheet-prefix="out" result-prefix="xsl"/>
  <xsl:output indent="yes"/>
  <xsl:mode on-no-match="fail"/>

  <xsl:template match="/"><xsl:apply-templates select="sch:schema"/></xsl:template>

  <xsl:template match="sch:schema">
    <xsl:if test="//@abstract or //sch:extends or //sch:include or //@diagnostics or @queryBinding != 'xslt2'">
      <xsl:message terminate="yes">The schema has parts that tests/schematron.xsl doesn't know.</xsl:message>
    </xsl:if>
    <out:stylesheet version="3.0">
      <xsl:for-each select="sch:ns"><xsl:namespace name="{@prefix}" select="@uri"/></xsl:for-each>
      <!-- What a pattern lets be, the contexts of its rules may use. -->
      <xsl:apply-templates select="sch:let, sch:pattern/sch:let"/>
      <xsl:copy-of select="xsl:*"/>
      <out:template match="/">
        <svrl:schematron-output>
          <xsl:for-each select="sch:pattern"><out:apply-templates select="." mode="p{position()}"/></xsl:for-each>
        </svrl:schematron-output>
      </out:template>
      <xsl:apply-templates select="sch:pattern"/>
    </out:stylesheet>
  </xsl:template>

  <xsl:template match="sch:pattern">
    <xsl:variable name="mode" select="'p' || position()"/>
    <out:mode name="{$mode}" on-no-match="shallow-skip"/>
    <xsl:for-each select="sch:rule">
      <out:template match="{@context}" mode="{$mode}" priority="{last() - position() + 1}">
        <xsl:apply-templates select="sch:let, sch:assert, sch:report"/>
        <out:apply-templates select="@*, node()" mode="{$mode}"/>
      </out:template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="sch:let"><out:variable name="{@name}" select="{@value}"/></xsl:template>

  <xsl:template match="sch:assert">
    <out:if test="not({@test})"><svrl:failed-assert><xsl:call-template name="what-it-says"/></svrl:failed-assert></out:if>
  </xsl:template>

  <xsl:template match="sch:report">
    <out:if test="{@test}"><svrl:successful-report><xsl:call-template name="what-it-says"/></svrl:successful-report></out:if>
  </xsl:template>

  <xsl:template name="what-it-says">
    <xsl:copy-of select="@id, @flag"/>
    <svrl:text><xsl:apply-templates mode="says"/></svrl:text>
  </xsl:template>

  <xsl:template match="text()" mode="says"><out:text><xsl:value-of select="."/></out:text></xsl:template>
  <xsl:template match="sch:value-of" mode="says"><out:value-of select="{@select}"/></xsl:template>
  <xsl:template match="sch:name" mode="says"><out:value-of select="name()"/></xsl:template>
</xsl:stylesheet>
