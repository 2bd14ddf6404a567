using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/schemas</c>: what editors complete and check by. They say nothing about data and need no sign-in.</summary>
internal static class SchemaEndpoints
{
    public static void MapSchemas(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(WorkflowSchema.Path, () => TypedResults.Text(WorkflowSchema.Generate(), "application/schema+json")).AllowAnonymous().ExcludeFromDescription();
}
