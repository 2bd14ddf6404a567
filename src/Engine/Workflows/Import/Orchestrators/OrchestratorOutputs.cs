using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Orchestrators;

/// <summary>
/// <c>outputs</c> and <c>output_files</c>. The file names carry the run, the step and the attempt there; here each attempt keeps its files
/// apart anyway, so only what tells steps apart stays.
/// </summary>
internal static partial class OrchestratorOutputs
{
    /// <summary>Every step has a summary, and a review a decision.</summary>
    public static List<OrchestratorOutput> Read(ImportSection step, string stepId, bool isReview)
    {
        var context = step.Context;
        var names = step.Texts("outputs");
        var files = step.Take("output_files") is { } node ? ImportSection.Open(node, $"the output files of {step.Owner}", context) : null;
        List<OrchestratorOutput> outputs = [];
        foreach (var name in names)
        {
            var isOptional = name.Text.EndsWith('?');
            var called = name.Text.TrimEnd('?');
            if (!Patterns.Name().IsMatch(called))
            {
                context.Error(name, DiagnosticCodes.BadName, $"The name of an output is {Patterns.NameAllowed}; this is {Wording.Quote(called)}.");
            }
            else if (outputs.Exists(o => string.Equals(o.Name, called, StringComparison.Ordinal)))
            {
                context.Error(name, DiagnosticCodes.DuplicateName, $"{ImportSection.Capital(step.Owner)} has two outputs named {Wording.Quote(called)}.");
            }
            else
            {
                var file = files?.Text(called, called + "?");
                outputs.Add(new OrchestratorOutput(called, file is null ? $"{stepId}/{called}.txt" : Path(file, stepId, context), isOptional));
            }
        }

        if (!outputs.Exists(o => o.Name is "summary"))
        {
            outputs.Add(new OrchestratorOutput("summary", null, IsOptional: false));
        }

        if (isReview && !outputs.Exists(o => o.Name is "decision"))
        {
            context.Error(step.Node, DiagnosticCodes.MissingKey, $"{ImportSection.Capital(step.Owner)} is a review and needs the output 'decision'.");
        }

        foreach (var (key, _) in files?.Node.Entries.Where(e => files.TryTake(e.Key.Text)) ?? [])
        {
            context.Error(key, DiagnosticCodes.UnknownOutput, $"{ImportSection.Capital(step.Owner)} has a file for {Wording.Quote(key.Text)}, which is none of its outputs{Wording.Hint(key.Text, outputs.Select(o => o.Name), "its outputs are")}");
        }

        return outputs;
    }

    /// <summary>The path without what differs from attempt to attempt; one that leaves the folder is refused.</summary>
    private static string Path(ScalarNode file, string stepId, ImportContext context)
    {
        var path = StepPart().Replace(file.Text, stepId);
        path = ChangingPart().Replace(path, "");
        if (path.Contains("{{", StringComparison.Ordinal))
        {
            context.NotMappable(file, $"The file {Wording.Quote(file.Text)} is named by something that is known only in a run; there are workflow.run_id, workflow.step_id and workflow.attempt.");
        }
        else if (path.StartsWith('/') || path.Contains('\\', StringComparison.Ordinal) || path.Split('/').Contains("..", StringComparer.Ordinal) || path.EndsWith('/'))
        {
            context.Error(file, DiagnosticCodes.OutputPath, $"The file {Wording.Quote(file.Text)} does not stay under the attempt's folder.");
        }

        return path;
    }

    [GeneratedRegex(@"\{\{\s*workflow\.step_id\s*\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StepPart();

    [GeneratedRegex(@"[_-]*a?\{\{\s*workflow\.(run_id|attempt)\s*\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ChangingPart();
}
