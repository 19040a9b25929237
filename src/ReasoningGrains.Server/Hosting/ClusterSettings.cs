using System.Net;

namespace ReasoningGrains.Server.Hosting;

/// <summary>Where the silos of a cluster reach this one (<c>Cluster:…</c>).</summary>
/// <param name="Address">Of this machine.</param>
/// <param name="SiloPort">For the other silos.</param>
/// <param name="GatewayPort">For clients of the silo.</param>
internal sealed record ClusterSettings(IPAddress Address, int SiloPort, int GatewayPort)
{
    /// <exception cref="ArgumentException">A setting has a value that is not allowed; the message names it.</exception>
    public static ClusterSettings Read(IConfiguration configuration)
    {
        var text = configuration["Cluster:Address"] is { Length: > 0 } given ? given : "127.0.0.1";
        if (!IPAddress.TryParse(text, out var address))
        {
            throw new ArgumentException($"Cluster:Address is '{text}'; allowed is an IP address of this machine.");
        }

        if (!IPAddress.IsLoopback(address) && !LoopbackOnly.MayBeRemote(configuration))
        {
            throw new ArgumentException($"Cluster:Address is '{text}', but whoever reaches the ports of a silo can call it without a password: set Server:AllowRemote to true in a network that only the silos are in.");
        }

        return new ClusterSettings(address, Port(configuration, "Cluster:SiloPort"), Port(configuration, "Cluster:GatewayPort"));
    }

    /// <summary>Without one a port that nobody else has, so that several servers can run on a machine.</summary>
    private static int Port(IConfiguration configuration, string key) => configuration[key] is not { Length: > 0 } text ? FreePort.Next()
        : int.TryParse(text, out var port) && port is > 0 and <= IPEndPoint.MaxPort ? port : throw new ArgumentException($"{key} is '{text}'; allowed: 1 to {IPEndPoint.MaxPort}.");
}
