using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run regression RUN --caused-by RUN</c>.</summary>
internal sealed class RunRegressionCommand : ClientCommand
{
    private readonly Argument<string> _run = new("RUN") { Description = "Run that showed it or fixes it: id, unique prefix of one, or key" };
    private readonly Option<string> _cause = new("--caused-by") { Description = "Run that caused it", HelpName = "RUN", Required = true };
    private readonly Option<string?> _comment = new("--comment") { Description = "Why", HelpName = "TEXT" };

    public RunRegressionCommand(CliContext context)
        : base(context, "regression", "Links the run that caused a regression which another run showed or fixes")
    {
        Arguments.Add(_run);
        Options.Add(_cause);
        Options.Add(_comment);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var body = new RegressionBody(parse.GetValue(_cause), parse.GetValue(_comment));
        var link = await server.Api.PostAsync<RegressionModel>(CliPaths.Run(parse.GetValue(_run)!) + "/regressions", body, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(link);
        }
        else
        {
            await Context.Output.WriteLineAsync($"{link.Cause} is linked as the cause of what {link.ShownBy} shows");
        }

        return ExitCodes.Done;
    }
}
