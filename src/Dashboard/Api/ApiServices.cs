using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Json;

using Signalbox.Engine.Library;
using Signalbox.Engine.Library.Templates;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Sessions;

namespace Signalbox.Dashboard.Api;

/// <summary>REST, <c>/api/v1</c> (design/contract.md).</summary>
internal static class ApiServices
{
    /// <summary>Registers what the endpoints need.</summary>
    /// <param name="services">The services.</param>
    /// <param name="embedded">The server lives in a command and ends with it.</param>
    public static void AddApi(this IServiceCollection services, bool embedded)
    {
        // A body that cannot be read is answered by Hosting/Unexpected with a problem document, in every environment alike.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(o => ApiJson.Configure(o.SerializerOptions));
        services.AddOpenApi("v1");
        services.AddSingleton(provider => new ServerAddress(provider.GetRequiredService<IServer>(), embedded));
        services.AddSingleton<RunFinder>();
        services.AddSingleton<Unmatched>();
        services.AddSingleton<RunModels>();
        services.AddSingleton<RunRecords>();
        services.AddSingleton<SessionRecords>();
        services.AddSingleton<WorkflowVersions>();
        services.AddSingleton<RepositoryFiles>();
        services.AddSingleton<TemplateApplier>();
        services.AddSingleton<WorkflowImports>();
        services.AddSingleton<FeatureModels>();
        services.AddSingleton<StartAnswers>();
        services.AddSingleton<LongAnswers>();
        services.AddSingleton<RunOrdering>();
        services.AddSingleton<RunEventFeed>();
    }

    /// <summary>Maps the groups; each endpoint asks for the administrator.</summary>
    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapSchemas();
        endpoints.MapHooks();
        endpoints.MapOpenApi().RequireAuthorization(Policies.Administrator);
        var api = endpoints.MapGroup("/api/v1").RequireAuthorization(Policies.Administrator).AddEndpointFilterFactory(QueryFaults.Refuse);
        api.MapRuns();
        api.MapRunOrders();
        api.MapRunSteps();
        api.MapRunFiles();
        api.MapRunChanges();
        api.MapRunTransfers();
        api.MapApprovals();
        api.MapAttempts();
        api.MapSearch();
        api.MapWorkflows();
        api.MapWorkflowVersions();
        api.MapTemplates();
        api.MapRepositories();
        api.MapWorkspaces();
        api.MapAgents();
        api.MapWork();
        api.MapMessages();
        api.MapSessions();
        api.MapLearnings();
        api.MapTrust();
        api.MapWebhooks();
        api.MapSpecs();
        api.MapMetrics();
        api.MapConfiguration();
        api.MapAudit();

        // Without this, an unknown address below /api would be answered by the pages.
        var others = endpoints.MapGroup("/api").RequireAuthorization(Policies.Administrator);
        others.Map("/{**rest}", (HttpContext context, Unmatched unmatched) => unmatched.Explain(context)).ExcludeFromDescription();
    }
}
