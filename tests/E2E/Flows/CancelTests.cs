using System.Globalization;
using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>A person cancels a run whose children do not want to end.</summary>
public sealed class CancelTests(SharedServer shared)
{
    [Fact]
    public async Task CancelInTheBrowser_StubbornTree_NothingSurvives()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var ledger = folder.Combine("ledger");
        var started = await shared.Server.CliAsync(stop, "workflow", "run", "stubborn", "--input", $"ledger={ledger}");
        var key = started.Output.Split('\n')[0].Trim();
        await using var visit = await shared.OpenAsync($"/runs/{key}?tab=logs");
        await new LogElement(visit.Page).WaitForLinesAsync(1);
        var pids = await PidsAsync(ledger, 4, stop);
        Assert.All(pids, pid => Assert.True(Survivors.IsAlive(pid), $"process {pid} should be alive before the cancel"));

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel run" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Cancel run" }).ClickAsync();
        await Expect(visit.Page.Locator("[data-reason]")).ToContainTextAsync("cancelled by admin", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });

        // The page says so only when it is so.
        Assert.All(pids, pid => Assert.False(Survivors.IsAlive(pid), $"process {pid} survived the cancel"));
        Assert.Empty(SurvivorsOf(key));
        var run = await shared.Server.GetAsync($"/api/v1/runs/{key}", stop);
        Assert.Equal("Cancelled", run.GetProperty("status").GetString());
        visit.AssertClean();
    }

    /// <summary>Processes that work in the run's folder, whatever they are called.</summary>
    private List<string> SurvivorsOf(string key)
    {
        var workspace = Path.Combine(shared.Server.Data, "runs", key);
        List<string> found = [];
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => int.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            try
            {
                if (new FileInfo(Path.Combine(folder, "cwd")).LinkTarget?.StartsWith(workspace, StringComparison.Ordinal) == true)
                {
                    found.Add(folder);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return found;
    }

    private static async Task<IReadOnlyList<int>> PidsAsync(string ledger, int count, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var lines = File.Exists(ledger) ? await File.ReadAllLinesAsync(ledger, stop) : [];
            if (lines.Length >= count)
            {
                return [.. lines.Select(l => int.Parse(l.Split(' ')[1], CultureInfo.InvariantCulture))];
            }

            await timer.WaitForNextTickAsync(stop);
        }
    }
}
