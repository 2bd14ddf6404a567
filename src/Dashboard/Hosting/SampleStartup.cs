using Signalbox.Engine.Library;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Hosting;

/// <summary>
/// Puts the sample repository with its workflows in place at the first start, when no repository is known yet. A person who removes it
/// does not get it again; a start without git goes on without samples and says so.
/// </summary>
internal sealed class SampleStartup(IWorkflowLibrary library, SampleRepository samples, DataDirectory data, SignalboxOptions options, ILogger<SampleStartup> log) : IStartupTask
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var target = data.SampleRepository;
        if (!options.InstallSamples || data.OwnRepository is not null || Directory.Exists(target) || (await library.RepositoriesAsync(cancellationToken)).Count > 0)
        {
            return;
        }

        var fault = await samples.CreateAsync(Path.Combine(AppContext.BaseDirectory, "samples"), target, cancellationToken)
            ?? (await library.AddRepositoryAsync(target, cancellationToken)).Fault;
        if (fault is not null)
        {
            log.SamplesMissing(fault);
        }
    }
}
