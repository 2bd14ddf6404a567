using System.Text;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows;

/// <summary>
/// Reads a workflow file (design/workflow-format.md). Never throws on what a file holds: a fault of form is one diagnostic
/// at its place, faults of meaning come all together.
/// </summary>
public static class WorkflowParser
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = YamlText.MaxBytes;

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="utf8">The file, UTF-8 with or without a byte order mark, at most 1 MiB.</param>
    /// <param name="file">Path or name for diagnostics.</param>
    /// <param name="knownAgents">Ids of the agents that may be named, detected on this machine or not; null: unknown, not checked.</param>
    /// <param name="knownWorkflows">Slugs of the workflows that a child run may name; null: unknown, not checked.</param>
    /// <param name="knownRepositories">Repositories that may be named; null: unknown, not checked.</param>
    /// <param name="knownMcpServers">Names of the configured MCP servers; null: unknown, not checked.</param>
    public static WorkflowParseResult Parse(
        ReadOnlyMemory<byte> utf8, string file, IReadOnlySet<string>? knownAgents = null, IReadOnlySet<string>? knownWorkflows = null, KnownRepositories? knownRepositories = null,
        IReadOnlySet<string>? knownMcpServers = null)
    {
        if (YamlText.SizeFault(utf8.Length) is { } tooLarge)
        {
            return Refused(file, "", 0, DiagnosticCodes.TooLarge, tooLarge);
        }

        var text = YamlText.Decode(utf8.Span, out var readable, out var faultAt);
        return text is null
            ? Refused(file, readable, faultAt, DiagnosticCodes.Encoding, "The file is not UTF-8: a byte here belongs to no character. Save it as UTF-8.")
            : ParseText(text, file, new Known(knownAgents, knownWorkflows, knownRepositories, knownMcpServers));
    }

    /// <summary>Reads a text, such as an editor's. The same limits hold.</summary>
    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte}, string, IReadOnlySet{string}?, IReadOnlySet{string}?, KnownRepositories?, IReadOnlySet{string}?)"/>
    public static WorkflowParseResult Parse(
        string text, string file, IReadOnlySet<string>? knownAgents = null, IReadOnlySet<string>? knownWorkflows = null, KnownRepositories? knownRepositories = null,
        IReadOnlySet<string>? knownMcpServers = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return YamlText.SizeFault(Encoding.UTF8.GetByteCount(text)) is { } tooLarge
            ? Refused(file, "", 0, DiagnosticCodes.TooLarge, tooLarge)
            : ParseText(text.StartsWith('\uFEFF') ? text[1..] : text, file, new Known(knownAgents, knownWorkflows, knownRepositories, knownMcpServers));
    }

    /// <summary>What is said of a file that was not read because of its size; null where the size will do.</summary>
    /// <param name="bytes">Its whole length in bytes.</param>
    /// <param name="file">Path or name for diagnostics.</param>
    public static WorkflowParseResult? RefuseSize(long bytes, string file) =>
        YamlText.SizeFault(bytes) is { } tooLarge ? Refused(file, "", 0, DiagnosticCodes.TooLarge, tooLarge) : null;

    private static WorkflowParseResult ParseText(string text, string file, Known known)
    {
        var forbidden = YamlText.FindForbidden(text);
        if (forbidden >= 0)
        {
            return Refused(file, text, forbidden, DiagnosticCodes.ControlCharacter, $"The character U+{(int)text[forbidden]:X4} is not allowed in a workflow file.");
        }

        var bag = new DiagnosticBag(file, new SourceText(text));
        var root = YamlComposer.Compose(bag);
        var definition = root is null ? null : WorkflowSection.Read(root, new BindContext(bag, known.Agents, known.Workflows, known.Repositories, known.McpServers));
        return new WorkflowParseResult(definition, bag.ToOrderedList());
    }

    private static WorkflowParseResult Refused(string file, string text, int at, string code, string message)
    {
        var bag = new DiagnosticBag(file, new SourceText(text));
        bag.Error(at, code, message);
        return new WorkflowParseResult(null, bag.ToOrderedList());
    }

    private sealed record Known(IReadOnlySet<string>? Agents, IReadOnlySet<string>? Workflows, KnownRepositories? Repositories, IReadOnlySet<string>? McpServers);
}
