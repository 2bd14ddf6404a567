using Signalbox.Engine.Files;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>Copies the files of steps that a fork takes over from the run it was forked from, under the same names.</summary>
internal static class TakenOverFiles
{
    public static async Task CopyAsync(RunState state, WorkflowDefinition workflow, RunSessionServices services, CancellationToken cancellationToken)
    {
        if (state.Run.ForkedFrom is not { } id || await services.Checkpoints.GetAsync(id, cancellationToken) is not { } checkpoint
            || await services.Store.LoadAsync(checkpoint.RunId, cancellationToken) is not { } source)
        {
            return;
        }

        var files = state.Steps.SelectMany(s => workflow.Step(s.StepId).Outputs.Where(o => o.Type == OutputType.File).Select(o => s.Outputs.GetValueOrDefault(o.Name))).OfType<string>();
        foreach (var relative in files.Distinct(StringComparer.Ordinal))
        {
            var to = Path.Combine(state.Run.Directory, relative);
            if (File.Exists(to))
            {
                continue;
            }

            // An agent of the other run could have put something else in its place, which is not taken over.
            await using var file = UntrustedFile.Open(source.Run.Directory, relative, OutputCollector.MaxFileBytes, UntrustedLinks.Refused).File;
            if (file is not null)
            {
                PrivateFiles.CreateFolder(Path.GetDirectoryName(to)!);
                await using var copy = PrivateFiles.Open(to, FileMode.CreateNew);
                await file.CopyToAsync(copy, cancellationToken);
            }
        }
    }
}
