namespace Signalbox.Dashboard.Hosting;

/// <summary>Done once, in order of registration, before the server listens: migrations, samples.</summary>
internal interface IStartupTask
{
    /// <summary>Does it. A <see cref="SignalboxFaultException"/> stops the start with its sentence.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
