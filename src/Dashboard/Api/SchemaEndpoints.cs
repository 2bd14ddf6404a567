using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/schemas</c>: what editors complete and check by. They say nothing about data and need no sign-in.</summary>
internal static class SchemaEndpoints
{
    private const string MediaType = "application/schema+json";

    public static void MapSchemas(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(WorkflowSchema.Path, () => TypedResults.Text(WorkflowSchema.Generate(), MediaType)).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet(ConfigurationSchema.Path, () => TypedResults.Text(ConfigurationSchema.Generate(), MediaType)).AllowAnonymous().ExcludeFromDescription();
    }
}
