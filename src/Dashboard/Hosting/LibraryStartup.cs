using Signalbox.Engine.Library;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Reads the workflows of every repository before the server answers: what changed while none ran is known at once.</summary>
internal sealed class LibraryStartup(IWorkflowLibrary library) : IStartupTask
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var repository in await library.RepositoriesAsync(cancellationToken))
        {
            await library.SyncAsync(repository, cancellationToken);
        }
    }
}
