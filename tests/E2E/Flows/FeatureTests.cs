using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>A feature goes from its spec to completed: imported, started, proved by its command, ticked, accepted, exported.</summary>
public sealed class FeatureTests(SharedServer shared)
{
    private const string Spec = """
        version: "1.0"
        feature: {id: planned-notes, name: Planned notes, priority: high, status: planning} # ours
        objective: {summary: A plan that people can read}
        requirements:
          functional:
            - {id: FR-001, title: Plan, description: There is a plan, priority: high, acceptance_criteria: [People can read it], test_coverage: required}
        tasks:
          dev:
            - {id: BE-001, title: Write the plan, reference: FR-001, methodology: TDD, acceptance_criteria: ["`test -s plan.md` passes"], done_when: "run: test -s plan.md", max_iterations: 3}

        """;

    private static readonly LocatorAssertionsToHaveTextOptions Patient = new() { Timeout = 30_000 };

    [Fact]
    public async Task Feature_FromSpecToCompleted()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var repository = await TestRepository.CreateAsync(folder.Combine("spec-shop"), stop);
        await shared.Server.CliAsync(stop, "repo", "add", repository.Path);
        await File.WriteAllTextAsync(folder.Combine("spec.yaml"), Spec, stop);
        var imported = await shared.Server.CliAsync(stop, "spec", "import", folder.Combine("spec.yaml"), "--repository", "spec-shop");
        Assert.Equal((0, "planned-notes\n"), (imported.ExitCode, imported.Output));

        await using var visit = await shared.OpenAsync("/features");
        var page = visit.Page;
        await page.Locator("[data-feature=planned-notes] a").ClickAsync();
        await Button(page, "Start").ClickAsync();
        await Button(page, "Start it").ClickAsync();

        // The command of its one task proves it; what only people can judge is open
        await Expect(page.Locator(".sub .signal")).ToHaveTextAsync("Review", Patient);
        var task = page.Locator("[data-task=BE-001]");
        await Expect(task.Locator(".signal")).ToHaveTextAsync("Completed");
        await Expect(task.Locator("[data-flag]")).ToContainTextAsync("FR-001 requires tests, and the change has no test file");
        await Expect(task.Locator("[data-flag]")).Not.ToContainTextAsync("test first");
        await Expect(page.Locator("[data-check]", new PageLocatorOptions { HasText = "verify," })).ToHaveCountAsync(2);
        await Button(page, "Accept").ClickAsync();
        await Expect(page.Locator(".rz-notification")).ToContainTextAsync("1 line of the checklist of planned-notes is not ticked");

        await page.GetByLabel("FR-001 People can read it").CheckAsync();
        await Expect(page.Locator("[data-check]", new PageLocatorOptions { HasText = "admin," })).ToHaveCountAsync(1);
        await Button(page, "Accept").ClickAsync();
        await Expect(page.Locator(".sub .signal")).ToHaveTextAsync("Completed");
        await Expect(page.Locator("[data-reason]")).ToHaveTextAsync("accepted by admin");
        visit.AssertClean();

        // The spec goes back as it was written, but for its status
        var exported = await shared.Server.CliAsync(stop, "spec", "export", "spec-shop/planned-notes");
        Assert.Equal((0, ""), (exported.ExitCode, exported.Error));
        var written = Path.Combine(repository.Path, ".ai", "project", "features", "planned-notes");
        Assert.Equal(Spec.Replace("status: planning", "status: completed", StringComparison.Ordinal), await File.ReadAllTextAsync(Path.Combine(written, "spec.yaml"), stop));
        Assert.Contains("- [x] BE-001: Write the plan (COMPLETED)\n", await File.ReadAllTextAsync(Path.Combine(written, "30_tasks.md"), stop), StringComparison.Ordinal);
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });
}
