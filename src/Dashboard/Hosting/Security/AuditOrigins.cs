using Signalbox.Dashboard.Api;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary>Says for each request who stands behind what it changes.</summary>
internal sealed class AuditOrigins(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        AuditOrigin.Enter(context.User.Identity is { IsAuthenticated: true } ? new AuditOrigin(Caller.NameOf(context.User), DoorOf(context), context.Connection.RemoteIpAddress?.ToString()) : null);
        return next(context);
    }

    private static AuditDoor DoorOf(HttpContext context)
    {
        var trigger = Caller.TriggerOf(context);
        return trigger == RunTrigger.Browser ? AuditDoor.Browser : trigger == RunTrigger.CommandLine ? AuditDoor.CommandLine : AuditDoor.Api;
    }
}
