using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>outputs</c> and <c>output_key</c> of a step.</summary>
internal static class OutputSection
{
    public static readonly SectionKeys Keys = new(
        "an output",
        [
            new("name", new TextKey(Name: NameRule.Name), "Name, as in {{steps.plan.outputs.NAME}}.", "'name: plan'"),
            new("type", FormatWords.Key("a type of output", "the types are", FormatWords.OutputTypes), "A file in the workspace, or a text that the step ended with.", "'type: file'"),
            new("source", KeyShape.Text, "Of a file: its path in the workspace. Of a string: a key of the JSON object that the step ended with; without it, the whole final text. Of a child run: 'step.output'."),
            new("or_final_text", KeyShape.Flag, "Of a string with a source: the whole final text, where the step did not end with a JSON object that has the key."),
            new("optional", KeyShape.Flag, "The step does not fail when it is missing."),
        ]);

    /// <summary>The outputs that a step declares.</summary>
    /// <param name="step">The step.</param>
    /// <param name="isChild">Whether it is a child run: its outputs are outputs of that run's steps.</param>
    public static IReadOnlyList<OutputDefinition> Read(SectionReader step, bool isChild)
    {
        var outputs = new List<OutputDefinition>();
        foreach (var item in step.Items("outputs"))
        {
            if (SectionReader.Open(item, Keys, step.Context) is { } section && One(section, isChild) is { } output)
            {
                Add(outputs, output, (section.Find("name") ?? item), step.Context);
            }
        }

        if (step.TextNode("output_key") is { } key)
        {
            Add(outputs, new OutputDefinition { Name = key.Text, Type = OutputType.String }, key, step.Context);
        }

        return outputs;
    }

    private static OutputDefinition? One(SectionReader section, bool isChild)
    {
        var name = section.TextNode("name");
        var type = section.Word("type", FormatWords.OutputTypes);
        var source = section.TextNode("source");
        if (isChild)
        {
            if (section.Find("source") is null)
            {
                section.Require("source", "'source: plan.verdict', an output of a step of the other workflow");
            }
            else if (source is not null)
            {
                SectionReader.CheckName(source, "the source of a child run's output", Patterns.ChildOutput(), Patterns.ChildOutputAllowed, section.Context);
            }

            if (name is { Text: "run" or "status" })
            {
                section.Context.Error(name, DiagnosticCodes.ReservedName, $"Every child run has the outputs 'run' and 'status'; {Wording.Quote(name.Text)} needs another name.");
            }
        }
        else if (type == OutputType.File)
        {
            if (section.Find("source") is null)
            {
                section.Require("source", "'source: plan.md', the file's path in the workspace");
            }
            else if (source is not null && PathFault(source.Text) is { } fault)
            {
                section.Context.Error(source, DiagnosticCodes.OutputPath, $"The source of a file output is a relative path inside the workspace; {Wording.Quote(source.Text)} {fault}.");
            }
        }

        if (section.Find("or_final_text") is { } fallback && (isChild || type == OutputType.File || source is null))
        {
            section.Context.Error(fallback, DiagnosticCodes.KeyNotForThis, "'or_final_text' is for a string with a 'source': it says what stands in for a key that is not there.");
        }

        return name is null ? null : new OutputDefinition
        {
            Name = name.Text,
            Type = type ?? OutputType.String,
            Source = source?.Text,
            OrFinalText = section.Flag("or_final_text") ?? false,
            Optional = section.Flag("optional") ?? false,
        };
    }

    // the run time resolves links as well (security.md); this refuses what no workspace could make right
    private static string? PathFault(string path) => path switch
    {
        _ when path[0] is '/' or '\\' || (path.Length > 1 && path[1] == ':') => "is absolute",
        _ when path.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0 => "holds a control character",
        _ when path.Contains('\\', StringComparison.Ordinal) => "holds a backslash; paths are written with '/'",
        _ when path.Split('/').Contains("..", StringComparer.Ordinal) => "leads out of it by '..'",
        _ when path.EndsWith('/') || path.Split('/').All(p => p is "" or ".") => "names no file",
        _ when path.Contains("{{", StringComparison.Ordinal) => "holds '{{', and templates are not read here",
        _ when string.Equals(path.Split('/').FirstOrDefault(p => p is not ("" or ".")), ".git", StringComparison.OrdinalIgnoreCase) => "is git's own",
        _ => null,
    };

    private static void Add(List<OutputDefinition> outputs, OutputDefinition output, YamlNode at, BindContext context)
    {
        if (outputs.Exists(o => string.Equals(o.Name, output.Name, StringComparison.Ordinal)))
        {
            context.Error(at, DiagnosticCodes.DuplicateName, $"The step has two outputs named {Wording.Quote(output.Name)}.");
            return;
        }

        outputs.Add(output);
    }
}
