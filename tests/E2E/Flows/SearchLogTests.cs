using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>People look for something in a long log.</summary>
public sealed class SearchLogTests(SharedServer shared)
{
    [Fact]
    public async Task LongLog_Search_CountsExactlyAndWalksToEachLineAlsoPastWhatTheDatabaseKeeps()
    {
        var stop = TestContext.Current.CancellationToken;
        await shared.Repository.WriteWorkflowAsync(
            "haystack",
            """
            version: "1.0"
            name: haystack
            key: HAY
            steps:
              - id: print
                run: |
                  awk 'BEGIN { for (i = 1; i <= 100000; i++) printf "line %06d %s of a log that is longer than what the database keeps of it, so the file is read: %s\n", i, (i % 25000 == 0 ? "\033[31mnee\033[0mdle" : "hay"), "abcdefghijklmnopqrstuvwxyz" }'
            """,
            stop);
        Assert.Equal(0, (await shared.Server.CliAsync(stop, "init", shared.Repository.Path)).ExitCode);
        var run = await shared.Server.CliAsync(stop, "workflow", "run", "haystack", "--wait");
        Assert.True(run.ExitCode == 0, run.ToString());
        var key = run.Output.Split('\n')[0].Trim();

        var grep = await shared.Server.CliAsync(stop, "run", "logs", key, "--grep", "need?le");
        Assert.Equal(["25000", "50000", "75000", "100000"], grep.Output.TrimEnd('\n').Split('\n').Select(l => l.Split(':')[0]));

        await using var visit = await shared.OpenAsync($"/runs/{key}?tab=logs&step=print");
        var page = visit.Page;
        var log = new LogElement(page);
        await log.WaitForCompleteAsync();
        await page.Locator(".log-view").FocusAsync();
        await page.Keyboard.PressAsync("/");
        var field = page.GetByRole(AriaRole.Searchbox);
        await Expect(field).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("NEEDLE");
        var count = page.Locator(".log-find-count");
        await Expect(count).ToHaveTextAsync("1 of 4", new LocatorAssertionsToHaveTextOptions { Timeout = 20_000 });
        await ExpectAtAsync(page, 25_000);
        await page.Keyboard.PressAsync("Enter");
        await Expect(count).ToHaveTextAsync("2 of 4");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await Expect(count).ToHaveTextAsync("4 of 4");
        await ExpectAtAsync(page, 100_000);
        await page.Keyboard.PressAsync("Shift+Enter");
        await Expect(count).ToHaveTextAsync("3 of 4");
        await ExpectAtAsync(page, 75_000);

        // n and N walk where the log itself has the keyboard; the end goes over into the beginning.
        await page.Locator(".log-view").FocusAsync();
        await page.Keyboard.PressAsync("n");
        await page.Keyboard.PressAsync("n");
        await Expect(count).ToHaveTextAsync("1 of 4");
        await page.Keyboard.PressAsync("N");
        await Expect(count).ToHaveTextAsync("4 of 4");

        await ReloadChangeAndClearAsync(page, field, count);
        visit.AssertClean();
        await LookAsync(visit, field, count);
    }

    [Fact]
    public async Task AllRuns_Search_FindsMaskedLinesAtTheTerminalAndLeadsToThem()
    {
        var stop = TestContext.Current.CancellationToken;
        var run = await shared.Server.CliAsync(stop, "workflow", "run", "whisper", "--wait");
        Assert.True(run.ExitCode == 0, run.ToString());
        var key = run.Output.Split('\n')[0].Trim();

        var found = await shared.Server.CliAsync(stop, "run", "search", "OKEN: ***", "--workflow", "whisper");
        Assert.Equal($"{key} tell 1: token: ***", found.Output.Split('\n')[0]);
        Assert.Contains("covers the first 10 MiB of each run's log", found.Error, StringComparison.Ordinal);
        Assert.Equal("", (await shared.Server.CliAsync(stop, "run", "search", SignalboxServer.SecretValue)).Output);

        var hit = (await shared.Server.GetAsync("/api/v1/search?q=token%3A&workflow=whisper&limit=1", stop)).GetProperty("items")[0];
        await using var visit = await shared.OpenAsync(hit.GetProperty("url").GetString()!);
        await Expect(visit.Page.Locator("[data-log] .ln.hit")).ToContainTextAsync("token: ***");
        visit.AssertClean();
    }

    private static async Task ReloadChangeAndClearAsync(IPage page, ILocator field, ILocator count)
    {
        // The address has it: a reload looks again; then an expression.
        Assert.Contains("q=NEEDLE", page.Url, StringComparison.Ordinal);
        await page.ReloadAsync();
        await Expect(count).ToContainTextAsync("4", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        await Expect(field).ToHaveValueAsync("NEEDLE");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Regular expression" }).ClickAsync();
        await field.FillAsync(@"^line 09\d{4} ");
        await Expect(count).ToContainTextAsync("10,000", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        await field.FocusAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(field).ToHaveValueAsync("");
        Assert.DoesNotContain("q=", page.Url, StringComparison.Ordinal);
        await Expect(page.Locator("[data-log] mark")).ToHaveCountAsync(0);
    }

    private static async Task ExpectAtAsync(IPage page, int line)
    {
        var row = page.Locator("[data-log] .ln.found");
        await Expect(row.Locator($"[data-line='{line}']")).ToBeInViewportAsync(new LocatorAssertionsToBeInViewportOptions { Timeout = 10_000 });
        Assert.Equal("needle", string.Concat(await row.Locator("mark").AllTextContentsAsync()));
    }

    /// <summary>With marks, in both themes. Last, as the checker sets styles in a way that the page's own policy forbids.</summary>
    private static async Task LookAsync(WatchedPage visit, ILocator field, ILocator count)
    {
        await field.FillAsync(@"^line 09\d{4} ");
        await Expect(count).ToContainTextAsync("10,000", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        foreach (var scheme in (IReadOnlyList<ColorScheme>)[ColorScheme.Light, ColorScheme.Dark])
        {
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            // The picture is taken of a frame in which the new theme is all there
            await visit.PictureAsync($"log-search-{scheme}");
            var serious = await visit.SeriousFindingsAsync();
            Assert.True(serious is [], $"{scheme}: {string.Join('\n', serious)}");
        }
    }
}
