using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run regression RUN --caused-by RUN [--withdraw]</c>.</summary>
internal sealed class RunRegressionCommand : ClientCommand
{
    private readonly Argument<string> _run = new("RUN") { Description = "Run that showed it or fixes it: id, unique prefix of one, or key" };
    private readonly Option<string> _cause = new("--caused-by") { Description = "Run that caused it", HelpName = "RUN", Required = true };
    private readonly Option<string?> _comment = new("--comment") { Description = "Why", HelpName = "TEXT" };
    private readonly Option<bool> _withdraw = new("--withdraw") { Description = "Take the link back: that run was not the cause" };

    public RunRegressionCommand(CliContext context)
        : base(context, "regression", "Links the run that caused a regression which another run showed or fixes")
    {
        Arguments.Add(_run);
        Options.Add(_cause);
        Options.Add(_comment);
        Options.Add(_withdraw);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        if (parse.GetValue(_withdraw))
        {
            return await WithdrawAsync(parse, server, cancellationToken);
        }

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

    private async Task<int> WithdrawAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var (run, cause) = (parse.GetValue(_run)!, parse.GetValue(_cause)!);
        await server.Api.DeleteAsync($"{CliPaths.Run(run)}/regressions/{Uri.EscapeDataString(cause)}", cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(new { run, cause, withdrawn = true });
        }
        else
        {
            await Context.Output.WriteLineAsync($"{CliText.Safe(cause)} is no longer linked as the cause of what {CliText.Safe(run)} shows");
        }

        return ExitCodes.Done;
    }
}
