namespace Signalbox.Engine.Workflows;

/// <summary>Collects the diagnostics of one file and hands them out in order of position.</summary>
internal sealed class DiagnosticBag(string file, SourceText source)
{
    private readonly List<Diagnostic> all = [];

    /// <summary>What the file is called.</summary>
    public string File => file;

    public SourceText Source { get; } = source;

    public bool HasErrors { get; private set; }

    public void Error(int index, string code, string message) => Add(index, DiagnosticSeverity.Error, code, message);

    public void Warning(int index, string code, string message) => Add(index, DiagnosticSeverity.Warning, code, message);

    /// <summary>Takes over what was found elsewhere in the same file.</summary>
    public void Take(IEnumerable<Diagnostic> others)
    {
        foreach (var other in others)
        {
            all.Add(other);
            HasErrors |= other.Severity == DiagnosticSeverity.Error;
        }
    }

    /// <summary>Ordered by position; what an alias repeats is said once.</summary>
    public IReadOnlyList<Diagnostic> ToOrderedList() =>
        all.Count == 0 ? [] : [.. all.Distinct().OrderBy(d => d.Line).ThenBy(d => d.Column)];

    private void Add(int index, DiagnosticSeverity severity, string code, string message)
    {
        var (line, column) = Source.Position(index);
        all.Add(new Diagnostic(file, line, column, severity, code, message));
        HasErrors |= severity == DiagnosticSeverity.Error;
    }
}
