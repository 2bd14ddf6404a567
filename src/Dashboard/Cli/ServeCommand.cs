using System.CommandLine;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox serve</c>, and <c>signalbox</c> alone.</summary>
internal sealed class ServeCommand : Command
{
    private readonly Option<string?> _urls = new("--urls") { Description = $"Where to listen, default {ListenAddresses.Default} (ASPNETCORE_URLS)", HelpName = "URL" };
    private readonly Option<string?> _data = new("--data") { Description = "Data directory (SIGNALBOX_DATA), default ~/.local/share/signalbox", HelpName = "DIR" };
    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Do not open a browser" };
    private readonly Option<bool> _stopAgents = new("--stop-agents") { Description = "When stopped, cancel the runs that have not ended" };
    private readonly CliContext _context;

    public ServeCommand(CliContext context)
        : base("serve", "Serves the dashboard, the API and the runs")
    {
        _context = context;
        Options.Add(_urls);
        Options.Add(_data);
        Options.Add(_noBrowser);
        Options.Add(_stopAgents);
        SetAction(RunAsync);
    }

    /// <summary>Serves until the token is cancelled.</summary>
    public async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var settings = _context.AdjustServer(new ServerSettings
        {
            DataPath = DataDirectory.Locate(parse.GetValue(_data), _context.Environment, _context.WorkingDirectory),
            Urls = ListenAddresses.Choose(parse.GetValue(_urls), _context.Environment),
            UrlsAreChosen = ListenAddresses.IsChosen(parse.GetValue(_urls), _context.Environment),
            ConfigurationArguments = _context.ConfigurationArguments,
        });
        var hasDisplay = OperatingSystem.IsMacOS() || _context.Environment("DISPLAY") is not null || _context.Environment("WAYLAND_DISPLAY") is not null;
        var openBrowser = _context.Interactive && hasDisplay && !parse.GetValue(_noBrowser);
        await ServerSession.RunAsync(settings, _context.Output, parse.GetValue(_stopAgents), openBrowser, cancellationToken);
        return ExitCodes.Done;
    }
}
