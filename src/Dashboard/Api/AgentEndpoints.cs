using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Agents;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/agents</c>: what can do a step on this machine.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("agents");
        agents.MapGet("/", (IAgentCatalog catalog) => TypedResults.Ok(Models(catalog)));
        agents.MapPost("/refresh", async (IAgentCatalog catalog, CancellationToken cancellationToken) =>
        {
            await catalog.RefreshAsync(cancellationToken);
            return TypedResults.Ok(Models(catalog));
        });
    }

    private static List<AgentModel> Models(IAgentCatalog catalog) => [.. catalog.Agents.Select(Shapes.Of)];
}
