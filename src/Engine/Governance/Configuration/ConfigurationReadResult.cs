using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>What reading a configuration gave.</summary>
/// <param name="Document">The document; null when there is an error.</param>
/// <param name="Diagnostics">Everything found, in order of position.</param>
public sealed record ConfigurationReadResult(ConfigurationDocument? Document, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>What could be read of it whatever its faults are, so that a server finds its own beside them; null when it has no form at all.</summary>
    public ConfigurationDocument? Partial { get; init; }

    /// <summary>Whether the document can be applied.</summary>
    public bool IsValid => Document is not null;

    /// <summary>The same with what else was found. What stands where an error stands already is that error again.</summary>
    public ConfigurationReadResult With(IEnumerable<Diagnostic> found)
    {
        var said = Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error && (d.Line, d.Column) != (1, 1)).Select(d => (d.Line, d.Column)).ToHashSet();
        List<Diagnostic> all = [.. Diagnostics.Concat(found.Where(f => !said.Contains((f.Line, f.Column)))).OrderBy(d => d.Line).ThenBy(d => d.Column)];
        return this with { Document = all.Exists(d => d.Severity == DiagnosticSeverity.Error) ? null : Document, Diagnostics = all };
    }
}
