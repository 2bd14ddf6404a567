namespace Signalbox.Engine.Governance.Configuration;

/// <summary>The one document of a configuration (spec 2, Configuration), read and without a fault.</summary>
public sealed record ConfigurationDocument
{
    /// <summary>Its version.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>Options of the server that it sets, in the order of the document.</summary>
    public required IReadOnlyList<ConfigurationSetting> Settings { get; init; }

    /// <summary>Agents, in the order of the document, those switched off among them.</summary>
    public required IReadOnlyList<ConfiguredAgent> Agents { get; init; }

    /// <summary>Workflows, in the order of the document, those switched off among them.</summary>
    public required IReadOnlyList<ConfiguredWorkflow> Workflows { get; init; }

    /// <summary>The text as it was written.</summary>
    public required string Text { get; init; }

    /// <summary>From where to where the version stands in the text.</summary>
    internal Range VersionAt { get; init; }

    /// <summary>The same document under another version.</summary>
    public ConfigurationDocument WithVersion(SemanticVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var start = VersionAt.Start.Value;
        return this with
        {
            Version = version,
            Text = string.Concat(Text.AsSpan(0, start), version.Text, Text.AsSpan(VersionAt.End.Value)),
            VersionAt = start..(start + version.Text.Length),
        };
    }
}
