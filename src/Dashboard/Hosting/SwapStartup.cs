using System.Text.Json;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence;
using Signalbox.Persistence.Transfer;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Goes on with an import or a restore that was killed when it was about to come into its place, before anything opens the database.</summary>
internal sealed class SwapStartup(DataImporter importer, DataDirectory data, FinishedSwap finished, ILogger<SwapStartup> log) : IStartupTask
{
    /// <summary>
    /// Does what needs no database: the rows are in a file that takes the place of another one. It comes first, because the configuration by which the server is built is
    /// read of that file.
    /// </summary>
    /// <exception cref="SignalboxFaultException">It cannot be done.</exception>
    public static FinishedSwap FinishFiles(DataDirectory data)
    {
        try
        {
            var swap = new DataSwap(data.Path);
            if (swap.Pending is not { IfRepository: null } order)
            {
                return new FinishedSwap(null);
            }

            swap.Finish();
            return new FinishedSwap(order.What);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Refused(data, fault);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if ((await importer.RecoverAsync(data.Path, cancellationToken) ?? finished.What) is { } what)
            {
                log.WentOnWith(what);
            }

            foreach (var note in await importer.RecoverCommitsAsync(data.Path, cancellationToken))
            {
                log.ImportLeft(note);
            }
        }
        catch (DatabaseException fault)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Refused(data, fault);
        }
    }

    private static SignalboxFaultException Refused(DataDirectory data, Exception fault) =>
        new(ExitCodes.BadUsage, $"an import or restore into {data.Path} was cut short and cannot be gone on with: {fault.Message.TrimEnd('.')}");
}
