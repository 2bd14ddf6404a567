namespace Signalbox.Dashboard.Hosting;

/// <summary>Signals are handled once for the whole executable (Program.cs), not by the host as well.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
