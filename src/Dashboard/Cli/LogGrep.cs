using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Logs.Search;

namespace Signalbox.Dashboard.Cli;

/// <summary>Lines of logs that match a regular expression, with their numbers.</summary>
internal sealed class LogGrep(CliContext context, ServerConnection server, string expression)
{
    private const int PageLines = 500;

    // A line that goes on and on is looked at up to here while it is followed.
    private const int MaxLine = 1024 * 1024;

    private readonly LogPattern _pattern = Pattern(expression);

    /// <summary>Prints them; false when there was none.</summary>
    public async Task<bool> PrintAsync(StepModel step, AttemptModel attempt, string[] streams, bool heading, bool follow, bool json, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var stream in streams)
        {
            await foreach (var hit in follow ? FollowedAsync(attempt, stream, cancellationToken) : FoundAsync(attempt, stream, cancellationToken))
            {
                if (!any && heading && !json)
                {
                    await context.Output.WriteLineAsync($"== {step.Id}");
                }

                any = true;
                await context.Output.WriteLineAsync(json
                    ? CliText.Json(new { Step = step.Id, Attempt = attempt.Number, Stream = stream, hit.Line, hit.Matches, hit.Text, hit.TextStart, hit.TextCut, hit.Ranges }, indented: false)
                    : string.Create(CultureInfo.InvariantCulture, $"{hit.Line}:{(hit.TextStart > 0 ? "…" : "")}{CliText.Safe(hit.Text)}{(hit.TextCut ? "…" : "")}"));
            }
        }

        return any;
    }

    private async IAsyncEnumerable<LogHitModel> FoundAsync(
        AttemptModel attempt, string stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = 1L;
        while (true)
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"?stream={stream}&regex=true&from={from}&limit={PageLines}&q={Uri.EscapeDataString(expression)}");
            var page = await server.Api.GetAsync<LogSearchModel>($"attempts/{attempt.Id}/log/search{query}", cancellationToken);
            foreach (var hit in page.Hits)
            {
                yield return hit;
            }

            if (page.Hits.Count < PageLines)
            {
                yield break;
            }

            from = page.Hits[^1].Line + 1;
        }
    }

    private async IAsyncEnumerable<LogHitModel> FollowedAsync(
        AttemptModel attempt, string stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = new LogParts();
        var line = new StringBuilder();
        var number = 1L;
        await foreach (var batch in server.Api.FollowLogAsync(attempt.Id, stream, 1, cancellationToken))
        {
            foreach (var piece in parts.Take(batch))
            {
                line.Append(piece.Text.AsSpan(0, Math.Min(piece.Text.Length, MaxLine - line.Length)));
                if (!piece.EndsLine)
                {
                    continue;
                }

                var text = PlainText.Of(line.ToString());
                if (_pattern.IsMatch(text))
                {
                    var ranges = _pattern.Find(text, 100);
                    yield return new LogHitModel(number, ranges.Count, text, 0, line.Length == MaxLine, [.. ranges.Select(r => (int[])[r.Start, r.Length])]);
                }

                line.Clear();
                number++;
            }
        }
    }

    private static LogPattern Pattern(string expression)
    {
        var (pattern, fault) = LogPattern.Create(expression, isRegex: true, matchCase: false);
        return pattern ?? throw new SignalboxFaultException(ExitCodes.BadUsage, $"--grep: {fault}");
    }
}
