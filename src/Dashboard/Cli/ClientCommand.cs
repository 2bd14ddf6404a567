using System.CommandLine;

namespace Signalbox.Dashboard.Cli;

/// <summary>A verb that talks to a server: the options that say which, and <c>--json</c>.</summary>
internal abstract class ClientCommand : Command
{
    private readonly Option<string?> _server = new("--server") { Description = "URL of a running server (SIGNALBOX_SERVER)", HelpName = "URL" };
    private readonly Option<string?> _token = new("--token") { Description = "Its token (SIGNALBOX_TOKEN)", HelpName = "TOKEN" };
    private readonly Option<string?> _data = new("--data") { Description = "Data directory (SIGNALBOX_DATA)", HelpName = "DIR" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };

    protected ClientCommand(CliContext context, string name, string description)
        : base(name, description)
    {
        Context = context;
        Options.Add(_server);
        Options.Add(_token);
        Options.Add(_data);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    protected CliContext Context { get; }

    /// <summary>Does it with a connected client.</summary>
    protected abstract Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken);

    /// <summary>Whether JSON is asked for.</summary>
    protected bool IsJson(ParseResult parse) => parse.GetValue(_json);

    /// <summary>The data directory option.</summary>
    protected string? DataOption(ParseResult parse) => parse.GetValue(_data);

    /// <summary>Writes JSON, indented for people who look at it.</summary>
    protected Task WriteJsonAsync<T>(T value) => Context.Output.WriteLineAsync(CliText.Json(value, Context.Interactive));

    /// <summary>Connects, finding or starting the server.</summary>
    protected Task<ServerConnection> ConnectAsync(ParseResult parse, CancellationToken cancellationToken) =>
        ServerConnection.OpenAsync(Context, parse.GetValue(_server), parse.GetValue(_token), parse.GetValue(_data), cancellationToken);

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using var server = await ConnectAsync(parse, cancellationToken);
        return await RunAsync(parse, server, cancellationToken);
    }
}
