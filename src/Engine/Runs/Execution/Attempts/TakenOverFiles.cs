using Signalbox.Engine.Files;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>Copies the files that steps have declared and that the run goes on with, under the same names: from the run it was forked from, or from its own folder on another node.</summary>
internal static class TakenOverFiles
{
    /// <summary>From the run that this one was forked from; nothing when it was not.</summary>
    public static async Task CopyAsync(RunState state, WorkflowDefinition workflow, RunSessionServices services, CancellationToken cancellationToken)
    {
        if (state.Run.ForkedFrom is not { } id || await services.Checkpoints.GetAsync(id, cancellationToken) is not { } checkpoint
            || await services.Store.LoadAsync(checkpoint.RunId, cancellationToken) is not { } source)
        {
            return;
        }

        await CopyAsync(state, workflow, source.Run.Directory, cancellationToken);
    }

    /// <summary>From a folder; what is not there is left out.</summary>
    public static async Task CopyAsync(RunState state, WorkflowDefinition workflow, string from, CancellationToken cancellationToken)
    {
        var files = state.Steps.SelectMany(s => workflow.Step(s.StepId).Outputs.Where(o => o.Type == OutputType.File).Select(o => s.Outputs.GetValueOrDefault(o.Name))).OfType<string>();
        foreach (var relative in files.Distinct(StringComparer.Ordinal))
        {
            var to = Path.Combine(state.Run.Directory, relative);
            if (File.Exists(to))
            {
                continue;
            }

            // An agent of the other run could have put something else in its place, which is not taken over.
            await using var file = UntrustedFile.Open(from, relative, OutputCollector.MaxFileBytes, UntrustedLinks.Refused).File;
            if (file is not null)
            {
                PrivateFiles.CreateFolder(Path.GetDirectoryName(to)!);
                await using var copy = PrivateFiles.Open(to, FileMode.CreateNew);
                await file.CopyToAsync(copy, cancellationToken);
            }
        }
    }
}
