using System.Text.Json;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Security;

namespace Signalbox.Dashboard.Cli;

/// <summary>
/// Finds the server that works on a data directory, or begins one in this process. A server is believed when it holds the directory's
/// lock and proves that it knows the token; until then the token goes nowhere.
/// </summary>
internal sealed class ServerFinder(CliContext context, string directory, string? token)
{
    private static readonly TimeSpan HolderPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ProofLimit = TimeSpan.FromSeconds(3);

    /// <summary>The server, and the application when it is one of this process.</summary>
    /// <exception cref="SignalboxFaultException">The directory is held by one that does not listen, or cannot be worked on.</exception>
    public async Task<(ServerTarget Target, bool Embedded, SignalboxApp? Own)> FindAsync(CancellationToken cancellationToken)
    {
        var began = context.Time.GetTimestamp();
        while (true)
        {
            if (!DataDirectoryLock.IsHeld(directory))
            {
                try
                {
                    var own = await StartOwnAsync(cancellationToken);
                    return (new ServerTarget(new Uri(own.Url), CliToken.Read(directory)), true, own);
                }
                catch (SignalboxFaultException e) when (e.ExitCode == ExitCodes.Refused && DataDirectoryLock.IsHeld(directory))
                {
                    // Another was quicker.
                }
            }
            else if (ServerInfo.OfHolder(directory) is { } info && CliToken.Read(directory) is { } known && await ProvesItselfAsync(new Uri(info.Url), known, cancellationToken))
            {
                return (new ServerTarget(new Uri(info.Url), token ?? known), info.Embedded, null);
            }

            if (context.Time.GetElapsedTime(began) >= context.HolderLimit)
            {
                throw new SignalboxFaultException(ExitCodes.Refused, DataDirectoryLock.Describe(directory));
            }

            // Held by one that begins or ends just now: it will soon listen, or be gone.
            await Task.Delay(HolderPoll, context.Time, cancellationToken);
        }
    }

    /// <summary>Whether what listens there knows the token, which it does not get to see.</summary>
    public static async Task<bool> ProvesItselfAsync(Uri server, string token, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = ProofLimit }) { Timeout = ProofLimit, MaxResponseContentBufferSize = 64 * 1024 };
        var nonce = ServerProof.NewNonce();
        try
        {
            var version = await http.GetFromJsonAsync<ServerVersion>(new Uri(server, $"/version?nonce={nonce}"), ApiJson.Options, cancellationToken);
            return ServerProof.Of(token).Accepts(nonce, server.Port, version?.Proof);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or NotSupportedException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private Task<SignalboxApp> StartOwnAsync(CancellationToken cancellationToken) => SignalboxApp.StartAsync(
        context.AdjustServer(new ServerSettings
        {
            DataPath = directory,
            Urls = ["http://127.0.0.1:0"],
            ConfigurationArguments = context.ConfigurationArguments,
            Embedded = true,
        }),
        context.Error,
        cancellationToken);
}
