using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run logs RUN</c>: the logs of its attempts, the last of each step unless one is named.</summary>
internal sealed class RunLogsCommand : ClientCommand
{
    private const int PageLines = 2000;
    private readonly Argument<string> _run = new("RUN") { Description = "Id, unique prefix of one, or key" };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on until the run ends" };
    private readonly Option<string?> _step = new("--step") { Description = "Only this step", HelpName = "S" };
    private readonly Option<int?> _attempt = new("--attempt") { Description = "This attempt instead of the last", HelpName = "N" };
    private readonly Option<string?> _stream = new("--stream") { Description = "stdout or stderr; default both", HelpName = "STREAM" };

    private readonly Option<string?> _grep = new("--grep") { Description = "Only lines that match this regular expression, with their numbers; small and capital letters are alike", HelpName = "RE" };

    public RunLogsCommand(CliContext context)
        : base(context, "logs", "Prints the logs of a run")
    {
        _stream.AcceptOnlyFromAmong("stdout", "stderr");
        Arguments.Add(_run);
        foreach (var option in new Option[] { _follow, _step, _attempt, _stream, _grep })
        {
            Options.Add(option);
        }
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var run = await server.Api.GetAsync<RunModel>(CliPaths.Run(parse.GetValue(_run)!), cancellationToken);
        var step = parse.GetValue(_step);
        var number = parse.GetValue(_attempt);
        var grep = parse.GetValue(_grep) is { } expression ? new LogGrep(Context, server, expression) : null;
        if (grep is not null && parse.GetValue(_follow) && step is null)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"--grep goes along with one step at a time: name it with --step, one of {string.Join(", ", run.Steps!.Select(s => s.Id))}");
        }

        if (parse.GetValue(_follow) && step is null && number is null && !IsJson(parse))
        {
            return await new RunFollower(Context, server, Context.Output).FollowAsync(run, logs: true, cancellationToken);
        }

        var steps = run.Steps!.Where(s => step is null || string.Equals(s.Id, step, StringComparison.Ordinal)).ToList();
        if (steps.Count == 0)
        {
            throw new SignalboxFaultException(ExitCodes.NotFound, $"{run.Key} has no step '{step}': it has {string.Join(", ", run.Steps!.Select(s => s.Id))}");
        }

        string[] streams = parse.GetValue(_stream) is { } one ? [one] : ["stdout", "stderr"];
        var any = false;
        var matched = false;
        foreach (var s in steps)
        {
            var attempt = number is null ? (s.Attempts.Count > 0 ? s.Attempts[^1] : null) : s.Attempts.FirstOrDefault(a => a.Number == number);
            if (attempt is not null)
            {
                any = true;
                if (grep is not null)
                {
                    matched |= await grep.PrintAsync(s, attempt, streams, steps.Count > 1, parse.GetValue(_follow), IsJson(parse), cancellationToken);
                    continue;
                }

                await PrintAsync(parse, server, s, attempt, streams, heading: steps.Count > 1, cancellationToken);
            }
        }

        if (!any && number is not null)
        {
            throw new SignalboxFaultException(ExitCodes.NotFound, $"{run.Key} has no attempt {number.Value.ToString(CultureInfo.InvariantCulture)} there");
        }

        if (grep is not null && !matched)
        {
            await Context.Error.WriteLineAsync("No line matches.");
        }

        return ExitCodes.Done;
    }

    private async Task PrintAsync(
        ParseResult parse, ServerConnection server, StepModel step, AttemptModel attempt, string[] streams, bool heading, CancellationToken cancellationToken)
    {
        if (heading && !IsJson(parse))
        {
            await Context.Output.WriteLineAsync($"== {step.Id}");
        }

        foreach (var stream in streams)
        {
            var batches = parse.GetValue(_follow) ? server.Api.FollowLogAsync(attempt.Id, stream, 1, cancellationToken) : PagesAsync(server, attempt, stream, cancellationToken);
            if (IsJson(parse))
            {
                await JsonAsync(batches);
            }
            else
            {
                await TextAsync(batches);
            }
        }
    }

    private async Task JsonAsync(IAsyncEnumerable<LogBatchModel> batches)
    {
        await foreach (var batch in batches)
        {
            foreach (var line in batch.Lines)
            {
                await Context.Output.WriteLineAsync(CliText.Json(line, indented: false));
            }
        }
    }

    private async Task TextAsync(IAsyncEnumerable<LogBatchModel> batches)
    {
        var parts = new LogParts();
        await foreach (var batch in batches)
        {
            foreach (var piece in parts.Take(batch))
            {
                await WriteAsync(piece);
            }
        }

        if (parts.Rest() is { } rest)
        {
            await WriteAsync(rest);
        }
    }

    private Task WriteAsync(LogPiece piece) =>
        piece.EndsLine ? Context.Output.WriteLineAsync(Shown(piece.Text)) : Context.Output.WriteAsync(Shown(piece.Text));

    // Into a file or a pipe the text goes as it is; a terminal must not be acted on.
    private string Shown(string text) => Context.Interactive ? TerminalText.KeepColours(text) : text;

    private static async IAsyncEnumerable<LogBatchModel> PagesAsync(
        ServerConnection server, AttemptModel attempt, string stream, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, part) = (1L, 0);
        while (true)
        {
            var batch = await server.Api.GetAsync<LogBatchModel>(
                string.Create(CultureInfo.InvariantCulture, $"attempts/{attempt.Id}/log?stream={stream}&from={from}&part={part}&count={PageLines}"), cancellationToken);
            yield return batch;
            if (batch.Lines.Count == 0 || batch.Complete)
            {
                yield break;
            }

            // Within a line there may be a next part; after the unfinished last one there is none, and the batch is empty.
            var last = batch.Lines[^1];
            (from, part) = last.Partial ? (last.Line, last.Part + 1) : (last.Line + 1, 0);
        }
    }
}
