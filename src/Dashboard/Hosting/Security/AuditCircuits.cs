using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Signalbox.Engine.Audit;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary>Says for what a person does on a page that it is they who stand behind it. The address is that of the connection which the page came over.</summary>
internal sealed class AuditCircuits(AuthenticationStateProvider authentication) : CircuitHandler
{
    private string? _address;

    /// <inheritdoc/>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _address = AuditOrigin.Current?.Address ?? _address;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        var identity = (await authentication.GetAuthenticationStateAsync()).User.Identity;
        AuditOrigin.Enter(identity is { IsAuthenticated: true, Name: { } name } ? new AuditOrigin(name, AuditDoor.Browser, _address ?? AuditOrigin.Current?.Address) : null);
        await next(context);
    };
}
