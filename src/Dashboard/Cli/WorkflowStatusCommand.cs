using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workflow status RUN</c>: status, current step, next action, inputs present.</summary>
internal sealed class WorkflowStatusCommand : ClientCommand
{
    private readonly Argument<string> _run = new("RUN") { Description = "Id, unique prefix of one, or key" };

    public WorkflowStatusCommand(CliContext context)
        : base(context, "status", "How a run stands: status, current step, next action, inputs present")
    {
        Arguments.Add(_run);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var run = await server.Api.GetAsync<RunModel>(CliPaths.Run(parse.GetValue(_run)!), cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(run);
            return ExitCodes.Done;
        }

        var lines = new List<string> { $"{run.Key}  {run.Workflow} v{run.WorkflowVersion.ToString(CultureInfo.InvariantCulture)}  {run.Status}" };
        lines.Add("reason        " + (run.StatusReason ?? "-"));
        lines.Add("current step  " + (run.CurrentStep ?? "-"));
        lines.Add("next action   " + (run.NextAction ?? "-"));
        lines.Add("inputs        " + RunInputTypes.Line(await RunInputTypes.OfAsync(server.Api, run, cancellationToken)));
        if (run.QueuePosition is { } position)
        {
            lines.Add("in the queue  " + CliText.Place(position));
        }

        foreach (var line in lines)
        {
            await Context.Output.WriteLineAsync(CliText.Safe(line));
        }

        return ExitCodes.Done;
    }
}
