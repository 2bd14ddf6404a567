using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>A person looks after agents and writes with them on the pages.</summary>
public sealed class AgentsInTheBrowserTests(SharedServer shared)
{
    [Fact]
    public async Task Worker_AppearsByItself_IsPausedAndContinuedOnItsPage()
    {
        var stop = TestContext.Current.CancellationToken;
        var id = $"page-{Guid.NewGuid():n}"[..16];
        await using var visit = await shared.OpenAsync("/agents");
        await Expect(visit.Page.Locator("[data-agent=shell]")).ToBeVisibleAsync();

        var registered = await shared.Server.CliAsync(stop, "agent", "register", id, "--capability", "code_review");
        Assert.True(registered.ExitCode == 0, registered.ToString());

        // No reload: the page hears of it
        var row = visit.Page.Locator($"[data-agent={id}]");
        await Expect(row).ToContainTextAsync("0 of 1");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(visit.Page.Locator(".sub .signal")).ToHaveTextAsync("Active");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Pause" }).ClickAsync();
        await Expect(visit.Page.Locator(".sub .signal")).ToHaveTextAsync("Paused");
        Assert.Equal("Inactive", (await shared.Server.GetAsync($"/api/v1/agents/{id}", stop)).GetProperty("status").GetString());
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Continue" }).ClickAsync();
        await Expect(visit.Page.Locator(".sub .signal")).ToHaveTextAsync("Active");
        await Expect(visit.Page.GetByText("continued by").First).ToBeVisibleAsync();
    }

    [Fact]
    [Trait("Spec3", "Messaging: Agents communicate via persistent message queues (inbox pattern)")]
    public async Task Message_OfAnAgent_IsReadAnsweredAndInTheAgentsInbox()
    {
        var stop = TestContext.Current.CancellationToken;
        var id = $"asks-{Guid.NewGuid():n}"[..16];
        Assert.Equal(0, (await shared.Server.CliAsync(stop, "agent", "register", id, "--capability", "code_review")).ExitCode);
        await using var visit = await shared.OpenAsync("/messages");
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "New message" })).ToBeVisibleAsync();

        using var client = shared.Server.CreateClient();
        using var sent = await client.PostAsync(
            new Uri("/api/v1/messages", UriKind.Relative), new StringContent($$"""{"from":"{{id}}","to":"people","type":"question","body":"Which way, {{id}}?"}""", null, "application/json"), stop);
        Assert.True(sent.IsSuccessStatusCode);

        var row = visit.Page.Locator("[data-message]", new PageLocatorOptions { HasText = $"Which way, {id}?" });
        await Expect(row).ToHaveAttributeAsync("data-status", "Unread");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(row).ToHaveAttributeAsync("data-status", "Read");
        await visit.Page.GetByLabel($"Reply to {id}").FillAsync("Left, please.");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Reply" }).ClickAsync();
        await Expect(visit.Page.Locator("[data-thread]").GetByText("Left, please.")).ToBeVisibleAsync();

        var inbox = await shared.Server.CliAsync(stop, "agent", "messages", id);
        Assert.Contains("Left, please.", inbox.Output, StringComparison.Ordinal);
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Archive" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
    }
}
