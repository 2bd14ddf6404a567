using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Schemas;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/schemas</c>: what editors complete and check by. They say nothing about data and need no sign-in.</summary>
internal static class SchemaEndpoints
{
    private const string ContentType = "application/schema+json";

    public static void MapSchemas(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(WorkflowSchema.Path, () => TypedResults.Text(WorkflowSchema.Generate(), ContentType)).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet(ConfigurationSchema.Path, () => TypedResults.Text(ConfigurationSchema.Generate(), ContentType)).AllowAnonymous().ExcludeFromDescription();
        foreach (var name in PublishedSchemas.Names)
        {
            endpoints.MapGet(PublishedSchemas.Path(name), () => TypedResults.Text(PublishedSchemas.Text(name), ContentType)).AllowAnonymous().ExcludeFromDescription();
        }
    }
}
