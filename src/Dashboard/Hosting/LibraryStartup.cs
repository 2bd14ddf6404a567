using Signalbox.Engine.Library;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Reads the workflows of every repository before the server answers: what changed while none ran is known at once.</summary>
internal sealed class LibraryStartup(IWorkflowLibrary library, RepositoryScope scope, ILogger<LibraryStartup> log) : IStartupTask
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The data lies in a repository: it is the one that is meant.
        if (scope.Only is { } only && (await library.AddRepositoryAsync(only, cancellationToken)).Fault is { } fault)
        {
            log.OwnRepositoryMissing(only, fault);
        }

        foreach (var repository in await library.RepositoriesAsync(cancellationToken))
        {
            await library.SyncAsync(repository, cancellationToken);
        }
    }
}
