using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>
/// A server to talk to: the one named, else the one that holds the data directory, else one of this process's own, which holds the
/// directory meanwhile. All three are spoken to in the same way, over HTTP.
/// </summary>
internal sealed class ServerConnection : IAsyncDisposable
{
    private static readonly TimeSpan HolderLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HolderPoll = TimeSpan.FromMilliseconds(100);
    private readonly SignalboxApp? _own;

    private ServerConnection(ApiClient api, SignalboxApp? own)
    {
        Api = api;
        _own = own;
    }

    /// <summary>The client.</summary>
    public ApiClient Api { get; }

    /// <summary>The server lives in this process and ends with the command.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>Finds or starts the server.</summary>
    /// <exception cref="SignalboxFaultException">It cannot.</exception>
    public static async Task<ServerConnection> OpenAsync(CliContext context, string? server, string? token, string? data, CancellationToken cancellationToken)
    {
        server ??= Set(context.Environment("SIGNALBOX_SERVER"));
        token ??= Set(context.Environment("SIGNALBOX_TOKEN"));
        if (server is not null)
        {
            if (!Uri.TryCreate(server, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                throw new SignalboxFaultException(ExitCodes.BadUsage, $"'{server}' is not the URL of a server: write it as {ListenAddresses.Default}");
            }

            token ??= ReadToken(LocateOrNull(context, data));
            return new ServerConnection(new ApiClient(uri, token), null);
        }

        var directory = DataDirectory.Locate(data, context.Environment, context.WorkingDirectory);
        var began = context.Time.GetTimestamp();
        while (true)
        {
            if (ServerInfo.Read(directory) is { } running && running.IsAlive())
            {
                return new ServerConnection(new ApiClient(new Uri(running.Url), token ?? ReadToken(directory)), null);
            }

            try
            {
                return await StartOwnAsync(context, directory, cancellationToken);
            }
            catch (SignalboxFaultException e) when (e.ExitCode == ExitCodes.Refused && context.Time.GetElapsedTime(began) < HolderLimit)
            {
                // Held by one that begins or ends just now: it will soon be there, or gone.
                await Task.Delay(HolderPoll, context.Time, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    private static async Task<ServerConnection> StartOwnAsync(CliContext context, string directory, CancellationToken cancellationToken)
    {
        var settings = context.AdjustServer(new ServerSettings
        {
            DataPath = directory,
            Urls = ["http://127.0.0.1:0"],
            ConfigurationArguments = context.ConfigurationArguments,
            Embedded = true,
        });
        var own = await SignalboxApp.StartAsync(settings, context.Error, cancellationToken);
        return new ServerConnection(new ApiClient(new Uri(own.Url), ReadToken(directory)), own);
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

    private static string? ReadToken(string? directory)
    {
        try
        {
            return directory is null ? null : File.ReadAllText(Path.Combine(directory, "cli.token")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
