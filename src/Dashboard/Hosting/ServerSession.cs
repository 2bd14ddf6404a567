using System.Diagnostics;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Hosting;

/// <summary>A server with a person at its terminal: says where it is, waits, and says what goes on when it stops.</summary>
internal static class ServerSession
{
    private static readonly TimeSpan StopAgentsLimit = TimeSpan.FromSeconds(60);
    private static readonly RunStatus[] Open = [RunStatus.Pending, RunStatus.Running, RunStatus.Waiting, RunStatus.Paused];

    /// <summary>Serves until the token is cancelled, then stops.</summary>
    public static async Task RunAsync(ServerSettings settings, TextWriter output, bool stopAgents, bool openBrowser, CancellationToken stop)
    {
        await using var app = await SignalboxApp.StartAsync(settings, output, stop);
        var link = app.CreateLoginLink();
        await output.WriteLineAsync($"""
            Signalbox {ProductVersion.Text}
              address         {app.Url}
              data directory  {app.Data.Path}
              sign in         {link}
                              (works once, within {app.Web.Services.GetRequiredService<SignalboxOptions>().LinkLifetime.TotalMinutes:0} minutes; 'signalbox login' prints another)
            Press Ctrl+C to stop; agents that are working go on.
            """);
        await output.FlushAsync(CancellationToken.None);
        if (openBrowser)
        {
            OpenBrowser(link);
        }

        await WaitAsync(stop);
        await StopAsync(app, output, stopAgents);
    }

    private static async Task StopAsync(SignalboxApp app, TextWriter output, bool stopAgents)
    {
        // The person's Ctrl+C has cancelled the only token there was: what follows has its own limit.
        using var limit = new CancellationTokenSource(StopAgentsLimit, TimeProvider.System);
        var runs = await OpenRunsAsync(app, limit.Token);
        if (stopAgents && runs.Count > 0)
        {
            await output.WriteLineAsync($"Cancelling {Count(runs)}: {Names(runs)}");
            runs = await CancelAsync(app, runs, limit.Token);
            await output.WriteLineAsync(runs.Count == 0 ? "Nothing of them is alive." : $"Not stopped within {StopAgentsLimit.TotalSeconds:0} s: {Names(runs)}");
        }

        if (runs.Count > 0)
        {
            await output.WriteLineAsync($"""
                {Count(runs)} not ended: {Names(runs)}
                Agents at work go on by themselves; the next 'signalbox' takes the runs up again.
                To stop one: signalbox run cancel {runs[0].Key}
                """);
        }

        await app.StopAsync();
        await output.WriteLineAsync("Stopped.");
    }

    private static async Task<IReadOnlyList<RunSummary>> CancelAsync(SignalboxApp app, IReadOnlyList<RunSummary> runs, CancellationToken limit)
    {
        var service = app.Web.Services.GetRequiredService<IRunService>();
        try
        {
            foreach (var run in runs)
            {
                await service.CancelAsync(run.Id, "the server's stop", limit);
            }

            while (runs.Count > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, limit);
                runs = await OpenRunsAsync(app, limit);
            }
        }
        catch (OperationCanceledException)
        {
            // The limit: what is still there is said.
        }

        return runs;
    }

    private static async Task<IReadOnlyList<RunSummary>> OpenRunsAsync(SignalboxApp app, CancellationToken cancellationToken)
    {
        var queries = app.Web.Services.GetRequiredService<IRunQueries>();
        return (await queries.ListAsync(new RunFilter { Statuses = Open, Limit = 200 }, cancellationToken)).Runs;
    }

    private static async Task WaitAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        }
        catch (OperationCanceledException)
        {
            // This is what it waits for.
        }
    }

    private static void OpenBrowser(string link)
    {
        var opener = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(opener, [link]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No such program: the link is on the screen anyway.
        }
    }

    private static string Count(IReadOnlyList<RunSummary> runs) => runs.Count == 1 ? "1 run" : $"{runs.Count} runs";

    private static string Names(IReadOnlyList<RunSummary> runs) => string.Join(", ", runs.Select(r => $"{r.Key} ({r.Workflow}, {r.Status})"));
}
