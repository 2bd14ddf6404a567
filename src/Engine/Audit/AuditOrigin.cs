namespace Signalbox.Engine.Audit;

/// <summary>Who acts, and from where.</summary>
/// <param name="Who">Name of the person or token.</param>
/// <param name="Via">Through what.</param>
/// <param name="Address">Network address; null when not known.</param>
public sealed record AuditOrigin(string Who, AuditDoor Via, string? Address)
{
    private static readonly AsyncLocal<AuditOrigin?> Ambient = new();

    /// <summary>Who acts in what runs now; null: nobody, the server works by itself.</summary>
    public static AuditOrigin? Current => Ambient.Value;

    /// <summary>Says who acts in what is awaited from here; what is started by it and goes on by itself knows it, too.</summary>
    public static void Enter(AuditOrigin? origin) => Ambient.Value = origin;
}
