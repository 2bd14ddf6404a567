using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>What an agent said and did is read as a conversation, beside its raw log (design/ui.md).</summary>
public sealed class ConversationTests(SharedServer shared)
{
    [Fact]
    public async Task Conversation_OfAnAttempt_OpensBesideTheRawLogAndStaysInTheAddress()
    {
        var stop = TestContext.Current.CancellationToken;
        var key = (await shared.Server.CliAsync(stop, "workflow", "run", "ask-claude")).Output.Split('\n')[0].Trim();
        await shared.Server.WaitForRunAsync(key, stop, "Completed");
        await using var visit = await shared.OpenAsync($"/runs/{key}?tab=logs");

        // A click on a page that is just coming alive may be lost: the raw log is there first.
        await Expect(visit.Page.Locator("[data-log][data-complete=true]")).ToBeVisibleAsync();
        var views = visit.Page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "View" });

        await views.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Conversation" }).ClickAsync();

        var talk = visit.Page.Locator("[data-conversation]");
        await Expect(talk.GetByText("I look at the repository first.")).ToBeVisibleAsync();
        Assert.Contains("stream=conversation", visit.Page.Url, StringComparison.Ordinal);
        var tool = talk.Locator("[data-tool=Bash]").First;
        await Expect(tool.Locator("summary")).ToContainTextAsync("git ls-files");
        await Expect(tool.GetByLabel("Result of Bash")).ToBeHiddenAsync();
        await tool.Locator("summary").ClickAsync();
        await Expect(tool.GetByLabel("Result of Bash")).ToContainTextAsync("files");
        await Expect(talk.Locator("[data-file] .dv-add").First).ToBeVisibleAsync();

        // Whoever is sent the address sees the same
        await visit.Page.ReloadAsync();
        await Expect(talk.GetByText("I look at the repository first.")).ToBeVisibleAsync();
        await views.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Output" }).ClickAsync();
        await Expect(visit.Page.Locator("[data-log]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Conversation_OfAShell_IsNotOffered()
    {
        var stop = TestContext.Current.CancellationToken;
        var key = (await shared.Server.CliAsync(stop, "workflow", "run", "burst", "--input", "lines=3")).Output.Split('\n')[0].Trim();
        await shared.Server.WaitForRunAsync(key, stop, "Completed");

        await using var visit = await shared.OpenAsync($"/runs/{key}?tab=logs&stream=conversation");

        await Expect(visit.Page.Locator("[data-log]")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Conversation" })).ToHaveCountAsync(0);
    }
}
