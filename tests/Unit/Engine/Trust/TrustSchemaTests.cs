using System.Globalization;
using System.Text;
using Signalbox.Engine.Schemas;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Workflows;
using Signalbox.Unit.Engine.Schemas;

namespace Signalbox.Unit.Engine.Trust;

/// <summary>The reader's words are better for people than a schema's, and it may ask for more; it never lets pass what the published schema refuses.</summary>
public sealed class TrustSchemaTests
{
    private const string Rest = "  medium: {description: d, auto_approve: false, supervision: minimal, contexts: []}\n  low: {description: d, auto_approve: false, supervision: minimal, contexts: []}\n";

    [Theory]
    [InlineData("version: 1.0\ntrust_levels:\n  high: {description: d, auto_approve: false, supervision: minimal, contexts: []}\n" + Rest)]
    [InlineData("trust_levels:\n  high: {description: d, auto_approve: false, supervision: minimal, contexts: []}\n" + Rest)]
    [InlineData("version: '1'\n")]
    [InlineData("version: '1'\ntrust_levels: []\n")]
    [InlineData("version: '1'\ntrust_levels:\n" + Rest)]
    [InlineData("version: '1'\ntrust_levels:\n  high: text\n" + Rest)]
    [InlineData("version: '1'\ntrust_levels:\n  high: {}\n" + Rest)]
    [InlineData("version: '1'\ntrust_levels:\n  high: {description: 7, auto_approve: 'yes', supervision: none, escalation: maybe, contexts: none}\n" + Rest)]
    [InlineData("version: '1'\ntrust_levels:\n  high: {description: d, auto_approve: false, supervision: [minimal], contexts: [text, {pattern: 5}, {task_type: [a]}]}\n" + Rest)]
    public void Read_WhatTheSchemaRefuses_IsAFaultAtTheSamePlace(string yaml)
    {
        var schema = SchemaText.OfPublished(PublishedSchemas.TrustModel, yaml).Select(f => f.Split(' ')[0]).Distinct(StringComparer.Ordinal).ToList();
        var reader = TrustModelReader.Read(Encoding.UTF8.GetBytes(yaml), "x.yaml").Diagnostics
            .Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Line}:{d.Column}")).Distinct(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(schema);
        Assert.Equal(schema, reader);
    }

    [Fact]
    public void Read_ModelOfTheSamples_IsValidForBoth()
    {
        Assert.Empty(SchemaText.OfPublished(PublishedSchemas.TrustModel, TrustSamples.Model));
        Assert.True(TrustModelReader.Read(Encoding.UTF8.GetBytes(TrustSamples.Model), "x.yaml").IsValid);
    }
}
