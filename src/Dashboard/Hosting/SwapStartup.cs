using Signalbox.Persistence;
using Signalbox.Persistence.Transfer;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Goes on with an import or a restore that was killed when it was about to come into its place, before anything opens the database.</summary>
internal sealed class SwapStartup(DataImporter importer, DataDirectory data, ILogger<SwapStartup> log) : IStartupTask
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await importer.RecoverAsync(data.Path, cancellationToken) is { } what)
            {
                log.WentOnWith(what);
            }
        }
        catch (DatabaseException fault)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"an import or restore into {data.Path} was cut short and cannot be gone on with: {fault.Message.TrimEnd('.')}");
        }
    }
}
