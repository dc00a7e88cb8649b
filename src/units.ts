/**
 * Constants in the units used inside: Å, eV, fs, u, K.
 *
 * E. Tiesinga, P. J. Mohr, D. B. Newell, B. N. Taylor, CODATA 2018, Rev. Mod. Phys. 93, 025010 (2021), doi:10.1103/RevModPhys.93.025010
 */

/** J/K and C, exact by definition (SI 2019); kg. */
const joulePerKelvin = 1.380649e-23;
const elementaryCharge = 1.602176634e-19;
const atomicMassConstant = 1.6605390666e-27;

/** Boltzmann's constant, eV/K: 8.617333262…e-5. */
export const boltzmann = joulePerKelvin / elementaryCharge;

/**
 * Acceleration, Å/fs², of a mass of 1 u under a force of 1 eV/Å: 9.6485…e-3. Divided by it, u (Å/fs)² is eV.
 *
 * 1 eV/Å = e 10¹⁰ N, and 1 m/s² = 10⁻²⁰ Å/fs².
 */
export const accelerationPerForce = (elementaryCharge / atomicMassConstant) * 1e-10;

/** GPa in 1 eV/Å³: 160.2176634. */
export const gigapascal = elementaryCharge * 1e21;
