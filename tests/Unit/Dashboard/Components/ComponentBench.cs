using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Conversations;
using Signalbox.Engine.Events;
using Signalbox.Engine.Features;
using Signalbox.Engine.Library;
using Signalbox.Engine.Library.Templates;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Terminals;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Features;
using Signalbox.Unit.Engine.Governance.Configuration;
using Signalbox.Unit.Engine.Logs;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>Renders components as a signed-in person's browser would get them, over fakes of the engine's doors.</summary>
public abstract class ComponentBench : BunitContext
{
    protected ComponentBench()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddRadzenComponents();
        Services.AddSingleton(Bus);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<IRunQueries>(Runs);
        Services.AddSingleton<IRunService>(Service);
        Services.AddSingleton(new RunRecords(Records, Records));
        Services.AddSingleton<IRunDiffs>(Diffs);
        Services.AddSingleton(new AttemptPrompts(new SecretCatalog([], _ => null)));
        Services.AddScoped<OrderDesk>();
        Services.AddSingleton<IWorkflowLibrary>(Library);
        Services.AddSingleton(RepositoryScope.Global);
        Services.AddSingleton<RepositoryFiles>();
        Services.AddSingleton<ITemplateCatalog>(_ => new TemplateCatalog(new TemplateCatalogOptions(GlobalTemplates)));
        Services.AddSingleton<TemplateApplier>();
        Services.AddSingleton<IAgentTerminals>(Terminals);
        Services.AddSingleton<IAgentCatalog>(Agents);
        Coordination.Register(Services, Agents, Runs, Bus);
        Configurations = new FakeConfigurations(Bus);
        Services.AddSingleton(Configurations.Desk);
        Services.AddSingleton(Configurations.Log);
        Workspaces.Register(Services);
        Metrics.Register(Services);
        Sessions = new FakeSessions(Workspaces);
        Sessions.Register(Services, Bus);
        Trust.Register(Services);
        Services.AddSingleton<IFeatureStore>(Features);
        Services.AddSingleton<FeatureWorkflows>();
        Services.AddSingleton<FeatureDesk>();
        Services.AddSingleton<FeatureFinder>();
        Services.AddSingleton<FeatureExport>();
        Services.AddSingleton(AgentSettings.Default);
        Services.AddSingleton<ConversationDialects>();
        Services.AddSingleton(provider => new ConversationLog(Logs.Value.Reader, provider.GetRequiredService<ConversationDialects>()));
        // The renderer closes the services: it comes after them
        SetRendererInfo(new RendererInfo("Server", true));
        var admin = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "admin")], "test"));
        RenderTree.Add<CascadingValue<Task<AuthenticationState>>>(p => p.Add(v => v.Value, Task.FromResult(new AuthenticationState(admin))));
    }

    protected RunEventBus Bus { get; } = new();

    internal FakeRunQueries Runs { get; } = new();

    internal FakeRunService Service { get; } = new();

    internal FakeRecords Records { get; } = new();

    internal FakeRunDiffs Diffs { get; } = new();

    internal FakeWorkflowLibrary Library { get; } = new();

    /// <summary>Folder of the templates for everyone; not there unless the test makes one.</summary>
    protected string GlobalTemplates { get; set; } = "/nowhere/templates";

    /// <summary>The log of the one attempt that has one.</summary>
    protected Lazy<LogLab> Logs { get; } = new(() => new LogLab());

    internal FakeWorkspaces Workspaces { get; } = new();

    internal FakeCoordination Coordination { get; } = new();

    internal FakeSessions Sessions { get; }

    internal FakeTrustModels Trust { get; } = new();

    internal FakeFeatureStore Features { get; } = new();

    internal FakeMetrics Metrics { get; } = new();

    internal FakeConfigurations Configurations { get; }

    internal FakeTerminals Terminals { get; } = new();

    internal FakeAgentCatalog Agents { get; } = new();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Logs.IsValueCreated)
        {
            Logs.Value.Dispose();
        }
    }

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected string Path => Navigation.ToBaseRelativePath(Navigation.Uri);
}
