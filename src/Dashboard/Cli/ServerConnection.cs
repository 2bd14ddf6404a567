using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Security;

namespace Signalbox.Dashboard.Cli;

/// <summary>
/// A server to talk to: the one named, else the one that holds the data directory, else one of this process's own, which holds the
/// directory meanwhile. All three are spoken to in the same way, over HTTP. A server that was found and goes away, as another command's
/// does, is looked for again.
/// </summary>
internal sealed class ServerConnection : IAsyncDisposable
{
    private readonly ServerFinder? _finder;
    private SignalboxApp? _own;
    private bool _embedded;

    private ServerConnection(ServerTarget named) => Api = new ApiClient(named, null);

    private ServerConnection(ServerFinder finder, ServerTarget found, bool embedded, SignalboxApp? own)
    {
        _finder = finder;
        _embedded = embedded;
        _own = own;
        Api = new ApiClient(found, FindAgainAsync);
    }

    /// <summary>The client.</summary>
    public ApiClient Api { get; }

    /// <summary>The server lives in this process and ends with the command.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>The server lives in this or another command and ends with it.</summary>
    public bool IsTemporary => _embedded;

    /// <summary>Finds or starts the server.</summary>
    /// <exception cref="SignalboxFaultException">It cannot.</exception>
    public static async Task<ServerConnection> OpenAsync(CliContext context, string? server, string? token, string? data, CancellationToken cancellationToken)
    {
        server ??= Set(context.Environment("SIGNALBOX_SERVER"));
        token ??= Set(context.Environment("SIGNALBOX_TOKEN"));
        if (server is null)
        {
            var finder = new ServerFinder(context, DataDirectory.Locate(data, context.Environment, context.WorkingDirectory), token);
            var (found, embedded, own) = await finder.FindAsync(cancellationToken);
            return new ServerConnection(finder, found, embedded, own);
        }

        if (!Uri.TryCreate(server, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"'{server}' is not the URL of a server: write it as {ListenAddresses.Default}");
        }

        return new ServerConnection(new ServerTarget(uri, token ?? await LocalTokenAsync(context, data, uri, cancellationToken)));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    // The token of this machine's data directory is for the server of that directory only.
    private static async Task<string?> LocalTokenAsync(CliContext context, string? data, Uri server, CancellationToken cancellationToken) =>
        CliToken.Read(LocateOrNull(context, data)) is { } token && await ServerFinder.ProvesItselfAsync(server, token, cancellationToken) ? token : null;

    private async Task<ServerTarget?> FindAgainAsync(CancellationToken cancellationToken)
    {
        // A server of this process does not go away, and where a lasting one went, its owner starts the next.
        if (_own is not null || !_embedded)
        {
            return null;
        }

        var (found, embedded, own) = await _finder!.FindAsync(cancellationToken);
        _embedded = embedded;
        _own = own;
        return found;
    }

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string? LocateOrNull(CliContext context, string? data)
    {
        try
        {
            return DataDirectory.Locate(data, context.Environment, context.WorkingDirectory);
        }
        catch (SignalboxFaultException)
        {
            return null;
        }
    }
}
