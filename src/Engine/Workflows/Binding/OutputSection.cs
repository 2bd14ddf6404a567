using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>outputs</c> and <c>output_key</c> of a step.</summary>
internal static class OutputSection
{
    private static readonly SectionKeys Keys = new("an output", ["name", "type", "source", "optional"]);

    public static IReadOnlyList<OutputDefinition> Read(SectionReader step)
    {
        var outputs = new List<OutputDefinition>();
        foreach (var item in step.Items("outputs"))
        {
            if (SectionReader.Open(item, Keys, step.Context) is { } section && One(section) is { } output)
            {
                Add(outputs, output, (section.Find("name") ?? item), step.Context);
            }
        }

        if (step.Name("output_key", Patterns.Name(), Patterns.NameAllowed) is { } key)
        {
            Add(outputs, new OutputDefinition { Name = key.Text, Type = OutputType.String }, key, step.Context);
        }

        return outputs;
    }

    private static OutputDefinition? One(SectionReader section)
    {
        var name = section.Require("name", "'name: plan'") is null ? null : section.Name("name", Patterns.Name(), Patterns.NameAllowed);
        var type = Type(section);
        var source = section.TextNode("source");
        if (type == OutputType.File)
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

        return name is null ? null : new OutputDefinition
        {
            Name = name.Text,
            Type = type ?? OutputType.String,
            Source = source?.Text,
            Optional = section.Flag("optional") ?? false,
        };
    }

    private static OutputType? Type(SectionReader section)
    {
        if (section.Require("type", "'type: file'") is null || section.TextNode("type") is not { } text)
        {
            return null;
        }

        switch (text.Text)
        {
            case "file":
                return OutputType.File;
            case "string":
                return OutputType.String;
            default:
                section.Context.Error(text, DiagnosticCodes.NotAllowed, $"{Wording.Quote(text.Text)} is not a type of output; the types are: file, string.");
                return null;
        }
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
