using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>A person answers, pauses, resumes, reruns and forks on the pages, without a terminal.</summary>
public sealed class SteerInTheBrowserTests(SharedServer shared)
{
    private const string Asks = """
        version: "1.0"
        name: asks-in-browser
        steps:
          - {id: draft, run: echo draft}
          - id: review
            needs: [draft]
            approval:
              question: "Publish the draft?"
              form:
                channel: {type: choice, options: [stable, beta], required: true}
          - {id: publish, run: echo "to $CHANNEL", env: {CHANNEL: "{{steps.review.outputs.channel}}"}, needs: [review]}
        """;

    private const string NeedsFlag = """
        version: "1.0"
        name: mend-in-browser
        inputs:
          flag: {type: string, required: true}
        steps:
          - {id: first, run: echo first > made.txt}
          - {id: second, run: test -f "$FLAG", env: {FLAG: "{{inputs.flag}}"}, needs: [first]}
        """;

    private const string Gated = """
        version: "1.0"
        name: gated-in-browser
        inputs:
          gate: {type: string, required: true}
        steps:
          - {id: hold, run: 'while [ ! -e "$GATE" ]; do sleep 0.05; done', env: {GATE: "{{inputs.gate}}"}}
          - {id: middle, run: echo middle, needs: [hold]}
          - {id: last, run: echo last, needs: [middle]}
        """;

    private static readonly LocatorAssertionsToHaveTextOptions Patient = new() { Timeout = 20_000 };

    [Fact]
    public async Task Approval_AnsweredOnItsPage_LetsTheRunGoOnWithTheForm()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await shared.Server.CliAsync(stop, "init", (await TestRepository.CreateAsync(folder.Combine("ask-shop"), stop, ("asks-in-browser", Asks))).Path);
        var key = (await shared.Server.CliAsync(stop, "workflow", "run", "ask-shop/asks-in-browser")).Output.Split('\n')[0];
        await shared.Server.WaitForRunAsync(key, stop, "Waiting");
        await using var visit = await shared.OpenAsync("/approvals");
        var card = visit.Page.Locator("[data-approval]", new PageLocatorOptions { HasText = key });
        await Expect(card.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Publish the draft?");

        // A yes without what the form asks for is answered beside the field
        await card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Approve" }).ClickAsync();
        await Expect(card.Locator("[data-input=channel] .fault")).ToContainTextAsync("channel");
        await card.GetByLabel("channel").SelectOptionAsync("beta");
        await card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Approve" }).ClickAsync();

        // The question is gone from the list by itself, and stands among the answers
        await Expect(card).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("tbody tr", new PageLocatorOptions { HasText = key })).ToContainTextAsync("Approved");
        await shared.Server.WaitForRunAsync(key, stop, "Completed");
        await visit.Page.GotoAsync($"/runs/{key}?tab=logs&step=publish");
        var log = new LogElement(visit.Page);
        await log.WaitForCompleteAsync();
        Assert.Equal("to beta", await log.TextAsync(1));
        visit.AssertClean();
    }

    [Fact]
    public async Task Pause_ThenNextStep_ThenResume_MakesTheRunWaitAndGoOn()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await shared.Server.CliAsync(stop, "init", (await TestRepository.CreateAsync(folder.Combine("pause-shop"), stop, ("gated-in-browser", Gated))).Path);
        var key = (await shared.Server.CliAsync(stop, "workflow", "run", "pause-shop/gated-in-browser", "--input", $"gate={folder.Combine("gate")}")).Output.Split('\n')[0];
        await using var visit = await shared.OpenAsync($"/runs/{key}");
        var page = visit.Page;
        await Expect(page.Locator("[data-step=hold][data-status=Running]")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 20_000 });

        await Button(page, "Pause").ClickAsync();
        await Expect(page.Locator(".banner")).ToContainTextAsync("Asked for by admin");
        await File.WriteAllTextAsync(folder.Combine("gate"), "", stop);
        await Expect(page.Locator(".sub .signal")).ToHaveTextAsync("Paused", Patient);
        await Expect(page.Locator("[data-step=middle][data-status=Pending]")).ToBeVisibleAsync();

        await Button(page, "Next step").ClickAsync();
        await Expect(page.Locator("[data-step=middle][data-status=Completed]")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 20_000 });
        await Expect(page.Locator(".sub .signal")).ToHaveTextAsync("Paused", Patient);
        await Expect(page.Locator("[data-step=last][data-status=Pending]")).ToBeVisibleAsync();

        await Button(page, "Resume").ClickAsync();
        await Expect(page.Locator(".sub .signal")).ToHaveTextAsync("Completed", Patient);
        visit.AssertClean();
    }

    [Fact]
    public async Task FailedRun_OnceItsCauseIsMended_IsRerunAndForkedFromTheBrowser()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await shared.Server.CliAsync(stop, "init", (await TestRepository.CreateAsync(folder.Combine("mend-shop"), stop, ("mend-in-browser", NeedsFlag))).Path);
        var key = (await shared.Server.CliAsync(stop, "workflow", "run", "mend-shop/mend-in-browser", "--input", $"flag={folder.Combine("flag")}", "--wait")).Output.Split('\n')[0];
        await using var visit = await shared.OpenAsync($"/runs/{key}");
        var page = visit.Page;
        await Expect(page.Locator(".sub .signal")).ToHaveTextAsync("Failed", Patient);
        await File.WriteAllTextAsync(folder.Combine("flag"), "", stop);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Rerun second" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Rerun this step" }).ClickAsync();
        await Expect(page.Locator(".sub .signal")).ToHaveTextAsync("Completed", Patient);

        await page.Locator("[data-tab=checkpoints]").ClickAsync();
        var first = page.Locator("tr[data-checkpoint]", new PageLocatorOptions { HasText = "first" }).Last;
        await first.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Fork" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Fork" }).ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/runs/", StringComparison.Ordinal) && !url.Contains(key, StringComparison.Ordinal));
        var fork = page.Url.Split('/')[^1];
        await shared.Server.WaitForRunAsync(fork, stop, "Completed");
        await Expect(page.Locator("[aria-current=page]", new PageLocatorOptions { HasText = fork })).ToBeVisibleAsync();
        await Expect(page.Locator(".sub .signal")).ToHaveTextAsync("Completed", Patient);
        visit.AssertClean();
    }

    private static ILocator Button(IPage page, string name) => page.Locator(".head").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name });
}
