using Signalbox.Engine.Workflows.Import.Building;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.RunFiles;

/// <summary>The outputs of a step in a run file; a file's name has three spellings there.</summary>
internal sealed class RunFileOutputs(ImportSection step, WorkflowBuilder builder, string stepId)
{
    private readonly Slugs outputNames = new();

    /// <summary>The outputs in our spelling; their names, as written and ours, go into the table.</summary>
    public IReadOnlyList<OutputMap> Read(Dictionary<string, string> names)
    {
        List<OutputMap> outputs = [];
        foreach (var item in step.Items("outputs"))
        {
            if (ImportSection.Open(item, "an output", step.Context) is { } section && section.Require("name") is { } name)
            {
                outputs.Add(One(section, name, names));
            }
        }

        return outputs;
    }

    private OutputMap One(ImportSection section, ScalarNode name, Dictionary<string, string> names)
    {
        var context = step.Context;
        var ours = outputNames.MakeName(name.Text);
        if (!names.TryAdd(name.Text, ours))
        {
            context.Error(name, DiagnosticCodes.DuplicateName, $"{ImportSection.Capital(step.Owner)} has two outputs named {Wording.Quote(name.Text)}.");
        }
        else if (!string.Equals(ours, name.Text, StringComparison.Ordinal))
        {
            context.Warn(name, $"The output's name becomes '{ours}'.");
        }

        var output = new OutputMap { IsFlow = true }.Set("name", ours);
        var isFile = IsFile(section, name);
        var source = section.Text("source", "filename", "path");
        output.Set("type", isFile ? "file" : "string");
        if (isFile && source is null)
        {
            context.Error(section.Node, DiagnosticCodes.MissingKey, $"The file output {Wording.Quote(name.Text)} needs the file's name under 'source', 'filename' or 'path'.");
        }

        // A string there is a key of the JSON that the agent ended with, else its final text.
        output.Set("source", source?.Text ?? (isFile ? null : name.Text));
        output.Set("or_final_text", isFile ? null : true);
        if (section.Node.Find("source") is null && source is not null)
        {
            context.Warn(source, $"The {(isFile ? "file name" : "key")} of the output {Wording.Quote(name.Text)} is written as 'source' here.");
        }

        if (section.Flag("optional") == true || section.Flag("required") == false)
        {
            output.Set("optional", true);
        }

        section.KeepRest(builder.StepMetadata(stepId).Child("outputs").Child(ours), $"{WorkflowBuilder.Place(stepId)}.outputs.{ours}");
        return output;
    }

    private bool IsFile(ImportSection section, ScalarNode name)
    {
        switch (section.Text("type"))
        {
            case null:
                step.Context.Warn(section.Node, $"The output {Wording.Quote(name.Text)} has no type; it is read as a string.");
                return false;
            case var type when type.Text.Equals("file", StringComparison.OrdinalIgnoreCase):
                return true;
            case var type when type.Text.Equals("string", StringComparison.OrdinalIgnoreCase):
                return false;
            case var type when type.Text.Equals("text", StringComparison.OrdinalIgnoreCase):
                step.Context.Warn(type, $"The type 'text' of the output {Wording.Quote(name.Text)} is read as 'string'.");
                return false;
            case var type:
                step.Context.NotMappable(type, $"{Wording.Quote(type.Text)} is not a type of output; the types are: file, string.");
                return false;
        }
    }
}
