using System.Globalization;
using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>People watch logs.</summary>
public sealed class WatchLogTests(SharedServer shared)
{
    [Fact]
    public async Task Burst_TenThousandLines_ReachTheViewCompleteInOrderWhileItStaysResponsive()
    {
        const int Lines = 10_000;
        var stop = TestContext.Current.CancellationToken;
        var started = await shared.Server.CliAsync(stop, "workflow", "run", "burst", "--input", $"lines={Lines}");
        var key = started.Output.Split('\n')[0].Trim();
        await using var visit = await shared.OpenAsync($"/runs/{key}?tab=logs");
        var page = visit.Page;

        // The longest time in which the page could not have answered a person, measured while the lines come.
        await page.EvaluateAsync(
            """
            () => {
              window.longestPause = 0;
              let last = performance.now();
              const tick = () => { const now = performance.now(); window.longestPause = Math.max(window.longestPause, now - last); last = now; requestAnimationFrame(tick); };
              requestAnimationFrame(tick);
            }
            """);
        var log = new LogElement(page);
        await log.WaitForCompleteAsync();

        var texts = await log.TextsAsync();
        Assert.Equal(Lines, texts.Length);
        for (var i = 0; i < Lines; i++)
        {
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"line {i + 1:D6} of the burst"), texts[i]);
        }

        Assert.InRange(await log.RowsInDocumentAsync(), 1, 400);
        var pause = await page.EvaluateAsync<double>("() => window.longestPause");
        TestContext.Current.TestOutputHelper?.WriteLine($"longest pause of the page: {pause:F0} ms");
        Assert.True(pause < 1_000, $"the page did not answer for {pause:F0} ms");
        visit.AssertClean();
    }

    [Fact]
    public async Task TwoBrowsers_SameRun_BothSeeItLive_AndAReloadKeepsThePlace()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var started = await shared.Server.CliAsync(stop, "workflow", "run", "ticker", "--input", "lines=400", "--input", $"ledger={folder.Combine("ledger")}");
        var key = started.Output.Split('\n')[0].Trim();
        await using var one = await shared.OpenAsync($"/runs/{key}?tab=logs");
        await using var two = await shared.OpenAsync($"/runs/{key}?tab=logs&step=tick");
        var (first, second) = (new LogElement(one.Page), new LogElement(two.Page));

        var seen = await first.WaitForLinesAsync(40);
        await second.WaitForLinesAsync(seen);
        var live = await shared.Server.GetAsync($"/api/v1/runs/{key}", stop);
        Assert.Equal("Running", live.GetProperty("status").GetString());
        Assert.Equal(await first.TextAsync(20), await second.TextAsync(20));

        // A line that is picked is a place: its address says which log it is in, a reload comes back to it and goes on live.
        await one.Page.Locator("[data-log] .log-view").EvaluateAsync("view => view.scrollTo(0, 0)");
        await one.Page.Locator("[data-log] .ln", new PageLocatorOptions { HasText = "tick 000012" }).Locator(".ln-no").ClickAsync();
        await one.Page.WaitForURLAsync("**step=tick**#L12");
        await one.Page.ReloadAsync();
        await first.WaitForLinesAsync(40);
        Assert.EndsWith("#L12", one.Page.Url, StringComparison.Ordinal);
        await Expect(one.Page.GetByText("tick 000012").First).ToBeInViewportAsync();
        await second.WaitForLinesAsync(seen + 40);

        await shared.Server.WaitForRunAsync(key, stop, "Completed");
        await first.WaitForCompleteAsync();
        await second.WaitForCompleteAsync();
        Assert.Equal(400, (await first.TextsAsync()).Length);
        Assert.Equal(await first.TextsAsync(), await second.TextsAsync());
        one.AssertClean();
        two.AssertClean();
    }

    [Fact]
    public async Task HostileLines_InTheLog_AreShownAndDoNothing()
    {
        var stop = TestContext.Current.CancellationToken;
        await shared.Repository.WriteWorkflowAsync(
            "hostile",
            """
            version: "1.0"
            name: hostile
            key: EVIL
            steps:
              - id: print
                name: "<img src=x onerror=document.title='owned'>"
                run: |
                  printf '<script>document.title="owned"</script>\n'
                  printf '<img src=x onerror="document.title=1">\n'
                  printf '\033]8;;javascript:alert(1)\033\\click\033]8;;\033\\\n'
                  printf '\033]0;owned\007title\n'
                  printf 'nul \000 bell \007 \342\200\256bidi\n'
                  echo end
            """,
            stop);
        Assert.Equal(0, (await shared.Server.CliAsync(stop, "init", shared.Repository.Path)).ExitCode);
        var run = await shared.Server.CliAsync(stop, "workflow", "run", "hostile", "--prompt", "<b onmouseover=alert(1)>hello</b>", "--wait");
        Assert.True(run.ExitCode == 0, run.ToString());
        var key = run.Output.Split('\n')[0].Trim();

        await using var visit = await shared.OpenAsync($"/runs/{key}?tab=logs");
        var log = new LogElement(visit.Page);
        await log.WaitForCompleteAsync();

        Assert.Equal("<script>document.title=\"owned\"</script>", await log.TextAsync(1));
        Assert.Equal(0, await visit.Page.Locator("[data-log] script, [data-log] img, [data-log] a[href^='javascript']").CountAsync());
        await visit.Page.GotoAsync($"/runs/{key}");
        await Expect(visit.Page.Locator("[data-step=print]")).ToContainTextAsync("<img src=x");
        Assert.DoesNotContain("owned", await visit.Page.TitleAsync(), StringComparison.Ordinal);
        visit.AssertClean();
    }
}
