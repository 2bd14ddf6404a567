using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows;

/// <summary>
/// Steps that are added to a workflow as one run has it (design/agents.md, Workers: coordinators create plan steps in a run). They are read by the reader of
/// workflows, together with the steps that are there, so that the same rules hold; each fault is told with its line in what was added.
/// </summary>
public static partial class AddedSteps
{
    private static readonly SectionKeys Keys = new(
        "what is added",
        [new("steps", new ListKey(new SectionKey(StepKeys.Section), 1), "The steps.", "'steps: [{id: check, run: make test}]'")]);

    /// <summary>Reads what is to be added.</summary>
    /// <param name="yaml">The workflow as the run has it; valid.</param>
    /// <param name="workflow">Its name, for diagnostics of it.</param>
    /// <param name="added">YAML or JSON: <c>steps</c>, as in a workflow.</param>
    /// <param name="file">What that is called in diagnostics.</param>
    /// <param name="knownAgents">Ids of the agents that may be named; null: not checked.</param>
    /// <param name="knownWorkflows">Slugs of the workflows that a child run may name; null: not checked.</param>
    /// <param name="knownMcpServers">Names of the configured MCP servers; null: not checked.</param>
    public static AddedStepsResult Parse(
        string yaml, string workflow, string added, string file, IReadOnlySet<string>? knownAgents = null, IReadOnlySet<string>? knownWorkflows = null, IReadOnlySet<string>? knownMcpServers = null)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentNullException.ThrowIfNull(added);
        (yaml, added) = (yaml.TrimStart('\uFEFF'), added.TrimStart('\uFEFF'));
        if (Unreadable(yaml, added) is var (code, message, at))
        {
            var (line, column) = new SourceText(added).Position(at);
            return Refused([new Diagnostic(file, line, column, DiagnosticSeverity.Error, code, message)]);
        }

        // The added text stands behind the workflow's, so that a place in either is one number.
        var whole = new SourceText($"{yaml}\n{added}");
        var lines = new SourceText(yaml).LineCount;
        var bag = new DiagnosticBag(file, whole);
        var context = new BindContext(bag, knownAgents, knownWorkflows, KnownMcpServers: knownMcpServers);
        var items = Items(yaml, added, context);
        if (items.Count == 0 || YamlComposer.Compose(new DiagnosticBag(workflow, new SourceText(yaml))) is not MappingNode root)
        {
            return Refused(InAdded(bag, lines));
        }

        WorkflowSection.Read(With(root, items), context);
        if (InAdded(bag, lines) is var diagnostics && diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            return Refused(diagnostics);
        }

        // What was written is kept where that can be done; else it is written anew, which says the same.
        var anew = YamlEmitter.Emit(Output(root, items));
        foreach (var text in (IEnumerable<string>)[.. Appended(yaml, root, items).Where(t => Says(t, anew)), anew])
        {
            if (WorkflowParser.Parse(text, workflow) is { IsValid: true, Definition: { } definition })
            {
                return new AddedStepsResult(definition, text, [.. definition.Steps.TakeLast(items.Count)], diagnostics);
            }
        }

        return Refused([new Diagnostic(file, 1, 1, DiagnosticSeverity.Error, DiagnosticCodes.TooLarge, "The steps cannot be added: the workflow would be larger than a workflow may be.")]);
    }

    private static AddedStepsResult Refused(IReadOnlyList<Diagnostic> diagnostics) => new(null, null, [], diagnostics);

    private static (string Code, string Message, int At)? Unreadable(string yaml, string added) =>
        YamlText.SizeFault(Encoding.UTF8.GetByteCount(yaml) + Encoding.UTF8.GetByteCount(added)) is { } large ? (DiagnosticCodes.TooLarge, large, 0)
        : YamlText.FindForbidden(added) is var at and >= 0 ? (DiagnosticCodes.ControlCharacter, $"The character U+{(int)added[at]:X4} is not allowed here.", at)
        : null;

    /// <summary>The steps that are added.</summary>
    private static IReadOnlyList<YamlNode> Items(string yaml, string added, BindContext context)
    {
        // Blanks in the workflow's place: each node has its place in the whole text.
        var blank = new string([.. yaml.Select(c => c is '\n' or '\r' ? c : ' ')]);
        var bag = new DiagnosticBag("", new SourceText($"{blank}\n{added}"));
        var root = YamlComposer.Compose(bag);
        context.Bag.Take(bag.ToOrderedList());
        if (root is null || SectionReader.Open(root, Keys, context) is not { } section)
        {
            return [];
        }

        var items = section.Items("steps");
        if (items.Count == 0 && !context.Bag.HasErrors)
        {
            context.Error(root, DiagnosticCodes.NoSteps, "At least one step is added under 'steps'.");
        }

        return items;
    }

    private static MappingNode With(MappingNode root, IReadOnlyList<YamlNode> items)
    {
        var all = new MappingNode(root.Start);
        foreach (var entry in root.Entries)
        {
            if (entry is { Key.Text: "steps", Value: SequenceNode steps })
            {
                var list = new SequenceNode(steps.Start);
                list.Items.AddRange([.. steps.Items, .. items]);
                all.TryAdd(entry with { Value = list });
            }
            else
            {
                all.TryAdd(entry);
            }
        }

        return all;
    }

    private static OutputMap Output(MappingNode root, IReadOnlyList<YamlNode> items)
    {
        var output = new OutputMap();
        foreach (var (key, value) in With(root, items).Entries)
        {
            output.Set(key.Text, value);
        }

        return output;
    }

    /// <summary>Whether a text says the same as what was written anew.</summary>
    private static bool Says(string text, string anew) =>
        YamlComposer.Compose(new DiagnosticBag("", new SourceText(text))) is MappingNode root && string.Equals(YamlEmitter.Emit(Output(root, [])), anew, StringComparison.Ordinal);

    /// <summary>The text with the items written behind it; nothing where the steps are not what it ends with, an item a line with its dash.</summary>
    private static IEnumerable<string> Appended(string yaml, MappingNode root, IReadOnlyList<YamlNode> items)
    {
        if (root.Entries[^1] is { Key.Text: "steps", Value: SequenceNode { Items: [var first, ..] } }
            && Dash().Match(yaml[(yaml.LastIndexOf('\n', Math.Max(0, first.Start - 1)) + 1)..first.Start]) is { Success: true } dash)
        {
            var indent = dash.Groups["indent"].Value;
            var written = YamlEmitter.Emit(new OutputMap().Set("steps", items.ToList())).Split('\n', StringSplitOptions.None).Skip(1)
                .Select(line => line.Length > 2 ? indent + line[2..] : "");
            yield return $"{yaml}{(yaml.EndsWith('\n') ? "" : "\n")}{string.Join('\n', written).TrimEnd('\n')}\n";
        }
    }

    /// <summary>What is said of the added text, by its own lines.</summary>
    private static IReadOnlyList<Diagnostic> InAdded(DiagnosticBag bag, int lines) =>
        [.. bag.ToOrderedList().Where(d => d.Line > lines || string.Equals(d.Code, DiagnosticCodes.Empty, StringComparison.Ordinal)).Select(d => Own(d, bag, lines))];

    private static Diagnostic Own(Diagnostic diagnostic, DiagnosticBag bag, int lines) => diagnostic with
    {
        File = bag.File,
        Line = Math.Max(1, diagnostic.Line - lines),
        Message = string.Equals(diagnostic.Code, DiagnosticCodes.Empty, StringComparison.Ordinal) ? "Nothing is added; what is added has 'steps', such as 'steps: [{id: check, run: make test}]'."
            : OtherLine().Replace(diagnostic.Message, m => int.Parse(m.Groups["line"].ValueSpan, CultureInfo.InvariantCulture) is var line && line > lines
                ? $"the other is on line {(line - lines).ToString(CultureInfo.InvariantCulture)}"
                : "the run has the other already"),
    };

    [GeneratedRegex(@"^(?<indent> *)-[ ]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dash();

    [GeneratedRegex("the other is on line (?<line>[0-9]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherLine();
}
