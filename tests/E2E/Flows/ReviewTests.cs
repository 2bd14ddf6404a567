using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>From a form in the browser to a diff that a person has reviewed; with the real agent only the credentials differ.</summary>
public sealed class ReviewTests(SharedServer shared)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 20_000 };

    [Fact]
    public async Task PlanAndImplement_FakeClaude_IsWatchedReviewedAndApproved()
    {
        await using var visit = await shared.OpenAsync("/workflows/plan-and-implement");
        var page = visit.Page;
        await page.Locator("[data-input=issue] textarea, [data-input=issue] input").First.FillAsync("Add a discount for ten or more of one article");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Start run" }).ClickAsync();
        await page.WaitForURLAsync("**/runs/PLAN-*");
        var key = new Uri(page.Url).AbsolutePath.Split('/')[^1];

        // What the agent says is followed while it works
        await page.GotoAsync($"/runs/{key}?tab=logs&stream=conversation");
        var talk = page.Locator("[data-conversation]");
        await Expect(talk.GetByText("I look at the repository first.").First).ToBeVisibleAsync(Patient);

        // It asks for a review by itself, on whichever tab one is, and leads to exactly what is under review
        var card = page.Locator("[data-approval]");
        await Expect(card.GetByRole(AriaRole.Heading)).ToContainTextAsync("implement changed", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        await card.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Changes of implement" }).ClickAsync();
        var files = page.Locator("[data-changes] [data-file]");
        await Expect(files).ToHaveCountAsync(1, new LocatorAssertionsToHaveCountOptions { Timeout = 20_000 });
        await Expect(files).ToHaveAttributeAsync("data-file", "CHANGES.md");
        await Expect(files.Locator(".dv-add").Last).ToHaveTextAsync("+- done as planned");
        await visit.PictureAsync("review-light");

        await card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Approve" }).ClickAsync();
        await Expect(card).ToHaveCountAsync(0);
        await shared.Server.WaitForRunAsync(key, TestContext.Current.CancellationToken, "Completed");

        // The whole run: what the plan step made, too; the keyboard goes from file to file
        await page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "Changes of" }).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Whole run" }).ClickAsync();
        await Expect(files).ToHaveCountAsync(2);
        await Expect(page.Locator("[data-changes-sum]")).ToContainTextAsync("2 files");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("[data-file='plan.md'] [data-file-fold]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-file='plan.md'] .dv")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Side by side" }).ClickAsync();
        await Expect(page.Locator("[data-file='CHANGES.md'] .dv.split")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Outputs" }).ClickAsync();
        await Expect(page.GetByText("# Plan").First).ToBeVisibleAsync();
        await Expect(page.GetByText("$0.08").First).ToBeVisibleAsync();
        visit.AssertClean();
    }
}
